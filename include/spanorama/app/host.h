// What the application needs from where it runs. main wires it to a platform; tests use a fake. Calls return at
// once; answers come back as commands or through the given callback, on the UI thread.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "spanorama/base/media.h"
#include "spanorama/base/time.h"
#include "spanorama/model/value.h"

namespace spanorama {

struct HttpAnswer {
  int status = 0;  // 0: no answer; then `error` says why, as far as the host can know (CORS, DNS, refused)
  std::string content_type;
  std::string body;
  std::string error;
};

// Values that lie near each other in one source, to be searched.
struct ValueBlock {
  struct Value {
    std::uint32_t offset = 0, length = 0;  // in the block
    PayloadEncoding encoding = PayloadEncoding::utf8;
    std::uint32_t payload = 0;  // whose it is; the host need not know it
  };
  std::uint32_t source = 0;
  std::uint64_t offset = 0, length = 0;  // in the source
  bool counts = false;                   // how often a value has the text is asked for too
  std::vector<Value> values;             // rising
};
// A value that passes, by its place in `values`. `times` is 1 where it was not asked for.
struct ValueHit {
  std::uint32_t place = 0, times = 1;
};
// Nothing when the bytes cannot be read.
using ValueAnswer = std::function<void(const std::vector<ValueHit>& hits)>;

class Host {
 public:
  virtual ~Host() = default;

  virtual void pick_files() = 0;
  // Reads the URL as a source; progress and stores arrive as commands.
  virtual void open_url(const std::string& url) = 0;
  // Reads a body that is already here (an answer of a backend) as a source with that name and link.
  virtual void open_body(const std::string& name, const std::string& link, std::string body) = 0;
  virtual void cancel_reading(std::uint32_t source) = 0;
  virtual void close_sources(const std::vector<std::uint32_t>& sources) = 0;

  // Reads a source again under another id, its values of attributes and previews left out.
  virtual void read_metadata_only(std::uint32_t source) { (void)source; }

  // What was open is kept for the next time, where the host can: it tells by KeepingChanged and KeptListed.
  virtual void open_kept(std::uint32_t number) { (void)number; }
  virtual void forget_kept() {}
  virtual void set_keeping(bool on) { (void)on; }

  virtual void http_get(const std::string& url, const std::vector<std::pair<std::string, std::string>>& headers,
                        std::function<void(HttpAnswer)> done) = 0;

  // Sends a body, follows no redirect, and takes at most a few megabytes of answer.
  virtual void http_post(const std::string& url, const std::vector<std::pair<std::string, std::string>>& headers,
                         const std::string& body, std::function<void(HttpAnswer)> done) {
    (void)url, (void)headers, (void)body;
    done({0, "", "", "nothing can be sent from here"});
  }

  // Bytes of an open source if they are at hand now; otherwise nothing, they are fetched, and when they have come the
  // host asks for a frame. The view stays valid until the next call.
  virtual std::optional<std::string_view> read_source(std::uint32_t source, std::uint64_t offset,
                                                      std::uint64_t length) = 0;

  // Whether read_source never makes anybody wait: then filters look into values that lie in the source from here.
  virtual bool reads_at_once() const { return false; }

  // Searches the values for the text condition that `query` says, away from the interface, and answers later on the UI
  // thread. False when the host does not do that.
  virtual bool search_values(const std::string& query, const ValueBlock& block, const ValueAnswer& done) {
    (void)query, (void)block, (void)done;
    return false;
  }

  // Decodes a picture of that MIME type to so many pixels, away from the interface, and answers on the UI thread: nothing
  // when it is damaged. False when the host does not decode that type.
  virtual bool decode_picture(std::string bytes, const std::string& type, int width_px, int height_px,
                              std::function<void(std::optional<Picture>)> done) {
    (void)bytes, (void)type, (void)width_px, (void)height_px, (void)done;
    return false;
  }

  // Sounds are played by the host itself, or by a program of the desktop, which cannot be stopped from here.
  enum class Sounds : std::uint8_t { none, here, elsewhere };
  virtual Sounds sounds() const { return Sounds::none; }
  // Instead of what is being played. Nothing: only stops that.
  virtual void play_sound(const std::string& bytes, const std::string& type) { (void)bytes, (void)type; }

  // Whether bytes that read_source() did not have are on their way.
  virtual bool awaits_bytes() const { return false; }

  // A file for the user, in pieces, one at a time. save_end() gives the place where it now lies, to be told; nothing when
  // it could not be written, or was not to be kept.
  virtual bool save_begin(const std::string& name) {
    (void)name;
    return false;
  }
  virtual bool save_bytes(std::string_view bytes) {
    (void)bytes;
    return false;
  }
  virtual std::string save_end(bool keep) {
    (void)keep;
    return {};
  }

  virtual void copy_text(const std::string& text) = 0;
  // Shows a web page or writes a mail, outside of the program. The caller has checked the scheme.
  virtual void open_address(const std::string& address) = 0;
  // The address shown to the user. `push`: a new entry for back and forward, else the present one is replaced.
  virtual void set_link(const std::string& fragment, bool push) = 0;
  // What stands before '#' in a link that others can open.
  virtual std::string link_base() const = 0;
  virtual UnixTime now() const = 0;
  virtual int utc_offset_minutes() const = 0;
  virtual bool prefers_dark() const = 0;
};

}  // namespace spanorama
