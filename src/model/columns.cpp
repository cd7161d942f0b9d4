#include "spanorama/model/columns.h"

namespace spanorama {
namespace {

// Counts come from files: a sum past the range stays at its end instead of wrapping.
std::int64_t added(std::int64_t a, std::int64_t b) {
  if (a == kUnknown) return b;
  if (b == kUnknown) return a;
  std::int64_t sum = 0;
  if (__builtin_add_overflow(a, b, &sum)) return b > 0 ? INT64_MAX : -INT64_MAX;
  return sum;
}

}  // namespace

std::int64_t input_tokens(const Usage& u) { return added(added(u.input_plain, u.cache_read), u.cache_write); }
std::int64_t output_tokens(const Usage& u) { return added(u.output_plain, u.reasoning); }
std::int64_t total_tokens(const Usage& u) { return added(input_tokens(u), output_tokens(u)); }

void add_usage(Usage& sum, const Usage& more) {
  sum.input_plain = added(sum.input_plain, more.input_plain);
  sum.cache_read = added(sum.cache_read, more.cache_read);
  sum.cache_write = added(sum.cache_write, more.cache_write);
  sum.output_plain = added(sum.output_plain, more.output_plain);
  sum.reasoning = added(sum.reasoning, more.reasoning);
}

}  // namespace spanorama
