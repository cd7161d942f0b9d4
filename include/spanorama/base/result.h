// A value, or one sentence on why there is none. For failures after which nothing can go on; what can be
// counted and skipped goes into an ImportReport instead.
//
//   Result<Filter> parsed = parse_filter(text);
//   if (!parsed) return show(parsed.error().message);
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace spanorama {

struct Error {
  std::string message;  // one sentence for the user: place, expectation, what to do; file names last
};

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}
  Result(Error error) : state_(std::move(error)) {}

  explicit operator bool() const { return state_.index() == 0; }
  T& value() & { return *checked(); }
  const T& value() const& { return *const_cast<Result*>(this)->checked(); }
  T&& value() && { return std::move(*checked()); }
  T* operator->() { return checked(); }
  const Error& error() const { return std::get<1>(state_); }

 private:
  T* checked() {
    assert(state_.index() == 0);
    return std::get_if<0>(&state_);
  }
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)), ok_(false) {}
  explicit operator bool() const { return ok_; }
  const Error& error() const { return error_; }

 private:
  Error error_;
  bool ok_ = true;
};

}  // namespace spanorama
