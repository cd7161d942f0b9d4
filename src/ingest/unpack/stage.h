// A step of unpacking: takes bytes cut anywhere and gives what is inside to the next.
#pragma once

#include <memory>
#include <string>

#include "spanorama/ingest/unpack.h"

namespace spanorama {

// What all stages of one source share.
struct UnpackShared {
  UnpackEvents events;
  UnpackLimits limits;
  std::vector<UnpackProblem> problems;
  std::uint64_t bytes_in = 0, bytes_out = 0;
  std::uint32_t members = 0;
  bool stopped = false;

  void problem(std::string detail) {
    if (problems.size() < 100) problems.push_back({bytes_in, std::move(detail)});
  }
  // Counts what came out; false and a problem when it is too much.
  bool allow(std::uint64_t bytes);
};

class UnpackStage {
 public:
  virtual ~UnpackStage() = default;
  // False when this stage takes no more.
  virtual bool push(ByteSpan bytes) = 0;
  virtual void finish() = 0;
};

// Looks at the first bytes and goes on as what they are. `name`: of the file these bytes are.
std::unique_ptr<UnpackStage> make_detect_stage(UnpackShared& shared, std::string name, int layer);
std::unique_ptr<UnpackStage> make_gzip_stage(UnpackShared& shared, std::string name, int layer);
std::unique_ptr<UnpackStage> make_zstd_stage(UnpackShared& shared, std::string name, int layer);
std::unique_ptr<UnpackStage> make_framed_zstd_stage(UnpackShared& shared, std::string name, int layer);
std::unique_ptr<UnpackStage> make_tar_stage(UnpackShared& shared, std::string name, int layer);
std::unique_ptr<UnpackStage> make_zip_stage(UnpackShared& shared, std::string name, int layer);

// Begins a file of an archive. Null when there are too many.
std::unique_ptr<UnpackStage> begin_member(UnpackShared& shared, const std::string& archive, const std::string& member,
                                          int layer);
// Files that archives hold beside what people put into them.
bool is_litter(std::string_view member);

}  // namespace spanorama
