#include "io/archive.hpp"

#include <cpl_vsi.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string_view>
#include <vector>

#include "geo/core/error.hpp"
#include "io/gdal.hpp"

namespace geo::io {

void refuse_zip_bomb(const std::string& path) {
  std::array<char, 4> magic{};
  std::ifstream(path, std::ios::binary).read(magic.data(), magic.size());
  if (std::string_view(magic.data(), magic.size()) != std::string_view("PK\3\4", 4)) return;
  std::error_code error;
  const std::uint64_t packed = std::filesystem::file_size(path, error);
  if (error) return;
  const GdalErrors errors;
  const std::unique_ptr<VSIDIR, decltype(&VSICloseDir)> folder(
      VSIOpenDir(("/vsizip/{" + path + "}").c_str(), -1, nullptr), &VSICloseDir);
  if (folder == nullptr) return;  // whoever reads it says what is wrong
  std::uint64_t unpacked = 0;
  while (const VSIDIREntry* entry = VSIGetNextDirEntry(folder.get())) {
    // A sum that runs over is stopped before it does.
    if (entry->bSizeKnown != 0) unpacked += entry->nSize;
    if (is_bomb(packed, unpacked)) {
      throw Error(ErrorCode::kInput,
                  path + ": unpacks to more than " + std::to_string(kMaxUnpackRatio) +
                      " times its size, as a zip bomb does; unpack it yourself if you trust it");
    }
  }
}

void refuse_bad_gzip(const std::string& path) {
  std::array<char, 2> magic{};
  std::ifstream(path, std::ios::binary).read(magic.data(), magic.size());
  if (magic != std::array<char, 2>{'\x1F', '\x8B'}) {
    throw Error(ErrorCode::kInput, path + ": is no gzip file");
  }
  std::error_code error;
  const std::uint64_t packed = std::filesystem::file_size(path, error);
  GdalErrors errors;
  VSILFILE* file = VSIFOpenL(("/vsigzip/" + path).c_str(), "rb");
  const auto damaged = [&] {
    throw Error(ErrorCode::kInput, path + ": is cut off or damaged; copy it again");
  };
  if (file == nullptr) damaged();
  std::vector<char> piece(std::size_t{1} << 20U);
  std::uint64_t unpacked = 0;
  while (const std::size_t got = VSIFReadL(piece.data(), 1, piece.size(), file)) {
    unpacked += got;
    if (is_bomb(packed, unpacked)) break;
  }
  VSIFCloseL(file);
  if (is_bomb(packed, unpacked)) {
    throw Error(ErrorCode::kInput,
                path + ": unpacks to more than " + std::to_string(kMaxUnpackRatio) +
                    " times its size, as a bomb does; unpack it yourself if you trust it");
  }
  if (errors.failed()) damaged();
}

}  // namespace geo::io
