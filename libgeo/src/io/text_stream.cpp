#include "io/text_stream.hpp"

#include <cpl_vsi.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "geo/core/error.hpp"
#include "io/archive.hpp"
#include "io/encoding.hpp"
#include "io/gdal.hpp"

namespace geo::io {
namespace {

constexpr std::string_view kGzip = "/vsigzip/";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
// A text of GBK that passes for this many characters of UTF-8 does not exist in practice; a UTF-8
// text with one damaged name does.
constexpr std::uint64_t kProofOfUtf8 = 32;
constexpr int kPatience_ms = 20;  // between two looks at whether the reading is cancelled

bool is_standard_input(const std::string& path) { return path == "-" || path == "/dev/stdin"; }

}  // namespace

bool is_pipe(const std::string& path) {
  if (is_standard_input(path)) return true;
  std::error_code error;
  const std::filesystem::file_type type = std::filesystem::status(path, error).type();
  return !error && (type == std::filesystem::file_type::fifo ||
                    type == std::filesystem::file_type::character ||
                    type == std::filesystem::file_type::socket);
}

// Where the bytes come from: GDAL's file systems or a descriptor.
struct TextStream::Bytes {
  VSILFILE* file = nullptr;
  int descriptor = -1;
  Context context;           // asked while a pipe has nothing
  double size = 0;           // of the text where it is known, else 0
  std::uint64_t read = 0;    // bytes
  std::uint64_t packed = 0;  // size of the gzip file, else 0

  explicit Bytes(Context cancel) : context(std::move(cancel)) {}
  ~Bytes() {
    if (file != nullptr) VSIFCloseL(file);
    if (descriptor >= 0) ::close(descriptor);
  }
  Bytes(const Bytes&) = delete;
  Bytes& operator=(const Bytes&) = delete;

  void open_file(const std::string& path) {
    VSIStatBufL status;
    if (path.starts_with(kGzip)) {
      // The last four bytes of a gzip file are the size of its text modulo 2^32: good for progress.
      if (VSILFILE* archive = VSIFOpenL(path.substr(kGzip.size()).c_str(), "rb")) {
        std::array<unsigned char, 4> tail{};
        VSIFSeekL(archive, 0, SEEK_END);
        const vsi_l_offset end = VSIFTellL(archive);
        if (end > tail.size()) {
          VSIFSeekL(archive, end - tail.size(), SEEK_SET);
          VSIFReadL(tail.data(), 1, tail.size(), archive);
        }
        VSIFCloseL(archive);
        packed = end;
        size = tail[0] + 256.0 * (tail[1] + 256.0 * (tail[2] + 256.0 * tail[3]));
      }
    } else if (VSIStatL(path.c_str(), &status) == 0) {
      size = static_cast<double>(status.st_size);
    }
    file = VSIFOpenL(path.c_str(), "rb");
  }

  // As many bytes as are wanted, or up to the end; less than none where it cannot be read.
  [[nodiscard]] std::ptrdiff_t from_pipe(char* to, std::size_t wanted) const {
    std::size_t got = 0;
    while (got < wanted) {
      pollfd ready{descriptor, POLLIN, 0};
      if (::poll(&ready, 1, kPatience_ms) == 0) {
        context.check();
        continue;
      }
      const ssize_t more = ::read(descriptor, to + got, wanted - got);
      if (more < 0 && errno == EINTR) continue;
      if (more < 0) return -1;
      if (more == 0) break;
      got += static_cast<std::size_t>(more);
    }
    return static_cast<std::ptrdiff_t>(got);
  }
};

TextStream::TextStream(std::string name, const std::string& path, const DelimitedOptions& options)
    : name_(std::move(name)),
      bytes_(std::make_unique<Bytes>(options.context)),
      chunk_bytes_(options.chunk_bytes),
      encoding_(canonical_encoding(options.encoding)),
      guessing_(options.encoding.empty()),
      guessed_(options.encoding_guessed || options.encoding.empty()) {
  if (!guessing_) decoder_ = std::make_unique<Decoder>(encoding_);
  if (is_pipe(path)) {
    bytes_->descriptor =
        is_standard_input(path) ? ::dup(STDIN_FILENO) : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (bytes_->descriptor < 0) {
      fail(std::string("cannot be opened: ") + std::generic_category().message(errno));
    }
    return;
  }
  GdalErrors errors;
  bytes_->open_file(path);
  if (bytes_->file == nullptr) {
    fail((path.starts_with(kGzip) ? "is no gzip file, or cannot be opened"
                                  : "cannot be opened; check the path and the permissions") +
         errors.in_brackets());
  }
}

TextStream::~TextStream() = default;

void TextStream::fail(const std::string& message) const {
  throw Error(ErrorCode::kInput, name_ + ": " + message);
}

std::uint64_t TextStream::undecodable() const { return decoder_ ? decoder_->undecodable() : 0; }

double TextStream::fraction() const {
  if (ended_) return 1;
  return bytes_->size > 0 ? std::min(1.0, static_cast<double>(bytes_->read) / bytes_->size) : 0;
}

// Appends to `raw_`; how many bytes.
std::size_t TextStream::read_bytes(std::size_t wanted) {
  const std::size_t kept = raw_.size();
  raw_.resize(kept + wanted);
  std::size_t got = 0;
  if (bytes_->descriptor >= 0) {
    const std::ptrdiff_t piped = bytes_->from_pipe(raw_.data() + kept, wanted);
    if (piped < 0) {
      fail("cannot be read to its end: " + std::generic_category().message(errno));
    }
    got = static_cast<std::size_t>(piped);
  } else {
    GdalErrors errors;
    got = VSIFReadL(raw_.data() + kept, 1, wanted, bytes_->file);
    if (got < wanted && errors.failed()) fail("cannot be read to its end" + errors.in_brackets());
  }
  raw_.resize(kept + got);
  bytes_->read += got;
  return got;
}

// By the first chunk.
void TextStream::tell_encoding() {
  if (raw_.starts_with(kByteOrderMark)) encoding_ = "UTF-8";
  if (raw_.starts_with("\xFF\xFE")) encoding_ = "UTF-16LE";
  if (raw_.starts_with("\xFE\xFF")) encoding_ = "UTF-16BE";
  if (encoding_.empty() && bytes_->descriptor >= 0) {
    if (raw_.starts_with("\x1F\x8B")) fail("is gzip; unpack it before the pipe (gzip -dc)");
    const Utf8Scan scan = scan_utf8(raw_);
    const bool damaged = scan.valid < raw_.size() && (!scan.cut || ended_);
    if (damaged && scan.multibyte < kProofOfUtf8) encoding_ = "GB18030";
  }
  if (encoding_.empty()) {
    encoding_ = "UTF-8";  // until proved wrong
    return;
  }
  guessing_ = false;
  decoder_ = std::make_unique<Decoder>(encoding_);
}

void TextStream::decode(std::string& out) {
  if (guessing_) {
    const Utf8Scan scan = scan_utf8(raw_);
    const bool damaged = scan.valid < raw_.size() && (!scan.cut || ended_);
    multibyte_ += scan.multibyte;
    if (damaged && multibyte_ < kProofOfUtf8) {
      if (bytes_->descriptor < 0) throw NotUtf8{};
      fail("is not UTF-8 near byte " + std::to_string(bytes_->read - raw_.size() + scan.valid + 1) +
           ", and a pipe cannot be read again; set its encoding (GB18030?)");
    }
    if (!damaged) {
      out.append(raw_, 0, scan.valid);
      raw_.erase(0, scan.valid);
      return;
    }
    guessing_ = false;
    decoder_ = std::make_unique<Decoder>("UTF-8");
  }
  decoder_->append(raw_, ended_, out);
  raw_.clear();
}

bool TextStream::read(std::string& out) {
  if (ended_) return false;
  const bool first = bytes_->read == 0;
  ended_ = read_bytes(chunk_bytes_) < chunk_bytes_;
  if (bytes_->packed > 0 && is_bomb(bytes_->packed, bytes_->read)) {
    fail("unpacks to more than " + std::to_string(kMaxUnpackRatio) +
         " times its size, as a bomb does; unpack it yourself if you trust it");
  }
  if (first && guessing_) tell_encoding();
  const std::size_t before = out.size();
  decode(out);
  if (out.find('\0', before) != std::string::npos) {
    fail("is not text: it holds NUL bytes; give delimited text, or set the encoding (UTF-16LE?)");
  }
  return true;
}

}  // namespace geo::io
