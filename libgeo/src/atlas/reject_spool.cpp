#include "atlas/reject_spool.hpp"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "geo/core/error.hpp"

namespace geo::atlas {
namespace {

constexpr std::size_t kAtATime = 65536;

[[noreturn]] void fail() {
  throw Error(ErrorCode::kOutput, "rejects cannot be kept in a temporary file: " +
                                      std::generic_category().message(errno) +
                                      "; set TMPDIR to a folder with room");
}

void put(std::FILE* file, const void* data, std::size_t size) {
  if (std::fwrite(data, 1, size, file) != size) fail();
}

bool get(std::FILE* file, void* data, std::size_t size) {
  const std::size_t got = std::fread(data, 1, size, file);
  if (got == size) return true;
  if (std::ferror(file) != 0) fail();
  return false;
}

}  // namespace

RejectSpool::File RejectSpool::make() {
  std::error_code error;
  std::string path = (std::filesystem::temp_directory_path(error) / "geo-rejects-XXXXXX").string();
  const int descriptor = error ? -1 : ::mkstemp(path.data());
  if (descriptor < 0) fail();
  ::unlink(path.c_str());
  File file(::fdopen(descriptor, "w+b"));
  if (!file) {
    ::close(descriptor);
    fail();
  }
  return file;
}

RejectSpool::RejectSpool() : rows_(make()), cells_(make()) {}

void RejectSpool::write(std::FILE* file, const std::vector<Reject>& rejects) {
  for (const Reject& reject : rejects) {
    put(file, &reject.row, sizeof reject.row);
    for (const std::string* text :
         {&reject.column, &reject.value, &reject.reason, &reject.advice}) {
      const std::size_t size = text->size();
      put(file, &size, sizeof size);
      put(file, text->data(), size);
    }
  }
}

void RejectSpool::take(Rejects& rejects) {
  for (const Reject& reject : rejects.rows) ++rejects.rows_elsewhere[reject.reason];
  for (const Reject& reject : rejects.cells) ++rejects.cells_elsewhere[reject.reason];
  write(rows_.get(), rejects.rows);
  write(cells_.get(), rejects.cells);
  rejects.rows.clear();
  rejects.cells.clear();
}

void RejectSpool::read(std::FILE* file,
                       const std::function<void(const std::vector<Reject>&)>& visit) {
  if (std::fflush(file) != 0 || std::fseek(file, 0, SEEK_SET) != 0) fail();
  std::vector<Reject> some;
  Reject reject;
  while (get(file, &reject.row, sizeof reject.row)) {
    for (std::string* text : {&reject.column, &reject.value, &reject.reason, &reject.advice}) {
      std::size_t size = 0;
      get(file, &size, sizeof size);
      text->resize(size);
      get(file, text->data(), size);
    }
    some.push_back(reject);
    if (some.size() < kAtATime) continue;
    visit(some);
    some.clear();
  }
  if (!some.empty()) visit(some);
}

void RejectSpool::for_each(const std::function<void(const std::vector<Reject>&)>& visit) const {
  read(rows_.get(), visit);
  read(cells_.get(), visit);
}

}  // namespace geo::atlas
