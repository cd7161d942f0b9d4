#include "platform/desktop/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace spanorama {
namespace {

// Pieces that other threads read lag behind by less than this.
constexpr std::uint64_t kStayBytes = 64 << 20;

class OpenFile {
 public:
  explicit OpenFile(const std::string& path) : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
  ~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

Error failure(std::string_view doing, const std::string& path) {
  return {std::string(doing) + " (" + std::strerror(errno) + "): " + path};
}

}  // namespace

Result<std::shared_ptr<const MappedFile>> MappedFile::open(const std::string& path) {
  const OpenFile file(path);
  struct stat info {};
  if (file.descriptor() < 0 || ::fstat(file.descriptor(), &info) != 0) return failure("cannot open the file", path);
  if (!S_ISREG(info.st_mode)) return Error{"not a regular file, it cannot be mapped: " + path};
  const auto size = static_cast<std::size_t>(info.st_size);
  const std::byte* data = nullptr;
  if (size != 0) {
    void* mapped = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.descriptor(), 0);
    if (mapped == MAP_FAILED) return failure("cannot map the file", path);
    data = static_cast<const std::byte*>(mapped);
  }
  return std::shared_ptr<const MappedFile>(new MappedFile(data, size));
}

MappedFile::~MappedFile() {
  if (data_ != nullptr) ::munmap(const_cast<std::byte*>(data_), size_);
}

std::optional<std::string_view> MappedFile::range(std::uint64_t offset, std::uint64_t length) const {
  if (offset > size_ || length > size_ - offset) return std::nullopt;
  return text_of(bytes().subspan(static_cast<std::size_t>(offset), static_cast<std::size_t>(length)));
}

void MappedFile::reached(std::uint64_t offset) const {
  if (offset <= kStayBytes || offset > size_) return;
  const std::uint64_t page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  const std::uint64_t end = (offset - kStayBytes) / page * page;
  const std::uint64_t begin = end > kStayBytes ? (end - kStayBytes) / page * page : 0;
  ::madvise(const_cast<std::byte*>(data_) + begin, end - begin, MADV_DONTNEED);
}

}  // namespace spanorama
