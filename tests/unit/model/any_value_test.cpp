#include "spanorama/model/any_value.h"

#include <doctest/doctest.h>

using namespace spanorama;

namespace {

std::string plain(std::string_view json) {
  std::string out;
  PlainJsonSink sink(out);
  tell_plain_json(json, sink);
  return out;
}

std::string otlp(std::string_view json) {
  std::string out;
  PlainJsonSink sink(out);
  tell_otlp_json(json, sink);
  return out;
}

}  // namespace

TEST_CASE("plain JSON is told value by value, scalars at the top too") {
  for (const char* same : {"17", "-3", "2.5", "1.0", "true", "null", "\"a\\u00e9\"", "[]", "{}", "[1,2.0,[null,{}]]",
                           R"({"a":{"b":[true,"x"]},"a":1})"})
    CHECK(plain(same) == same);
  CHECK(plain(" [ 1 ,\n{ \"a\" : NaN } ] ") == R"([1,{"a":"NaN"}])");
  CHECK(plain("18446744073709551616") == "1.8446744073709552e+19");
}

TEST_CASE("what is cut off or broken is still one whole value") {
  CHECK(plain("") == "null");
  CHECK(plain("[1,") == "[1]");
  CHECK(plain(R"({"a":)") == R"({"a":null})");
  CHECK(plain(R"({"a":"unfinished)") == R"({"a":null})");
  CHECK(plain("oops") == "\"oops\"");
  CHECK(plain("a\"b\n") == R"("a\"b")");
  const std::string deep(100'000, '[');
  CHECK(plain(deep) == deep + std::string(deep.size(), ']'));
}

TEST_CASE("numbers of OTLP keep their kind in plain JSON") {
  CHECK(
      otlp(
          R"({"arrayValue":{"values":[{"intValue":"5"},{"doubleValue":5},{"doubleValue":"NaN"},{"stringValue":"5"}]}})") ==
      R"([5,5.0,"NaN","5"])");
  CHECK(otlp(R"({"kvlistValue":{"values":[{"value":{"bytesValue":"AQI="},"key":"k"},{"key":"e"}]}})") ==
        R"({"k":"AQI=","e":null})");
}
