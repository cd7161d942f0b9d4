// Where the system can give memory in huge pages, large blocks ask for them. Reading fills tables of many megabytes from
// their beginning to their end; given 4 KiB at a time, the faults for that took a fifth of the whole (docs/performance.md).
// Systems that give huge pages to everybody, or to nobody, do as before. Takes the place of the global operator new, so that
// the core's vectors need not know; linked into the program and the bench only.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace {

constexpr std::size_t kHugePage = std::size_t{2} << 20;

// Rounded up to whole pages, of which only those that are touched are taken.
void* large_block(std::size_t bytes) {
#if defined(__linux__)
  if (bytes > SIZE_MAX - kHugePage) return nullptr;
  const std::size_t whole = (bytes + kHugePage - 1) / kHugePage * kHugePage;
  void* block = std::aligned_alloc(kHugePage, whole);
  if (block != nullptr) madvise(block, whole, MADV_HUGEPAGE);  // a wish: refused, the block is as good as any
  return block;
#else
  return std::malloc(bytes);
#endif
}

}  // namespace

void* operator new(std::size_t bytes) {
  for (;;) {
    void* block = bytes >= kHugePage ? large_block(bytes) : std::malloc(bytes == 0 ? 1 : bytes);
    if (block != nullptr) return block;
    const std::new_handler handler = std::get_new_handler();
    if (handler == nullptr) throw std::bad_alloc();
    handler();
  }
}

void operator delete(void* block) noexcept { std::free(block); }
void operator delete(void* block, std::size_t) noexcept { std::free(block); }
