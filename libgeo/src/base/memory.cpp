#include "base/memory.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <limits>
#include <optional>
#include <sstream>

#include "geo/core/error.hpp"

namespace geo::base {
namespace {

namespace fs = std::filesystem;

constexpr double kNotAsked = 64.0 * 1024 * 1024;
// With 85 MB left, drawing and writing small results failed here, with 187 MB they did not.
constexpr double kLibraries = 112e6;
// Addresses, of which few are used: a thread's stack, and what the C library sets apart for it.
constexpr double kThread = 8e6 + 64e6;

/// Pages that the process has: of addresses, and in memory.
struct Pages {
  double addresses = 0;
  double resident = 0;
};

Pages pages_of(const fs::path& process) {
  Pages pages;
  std::ifstream in(process / "statm");
  if (!(in >> pages.addresses >> pages.resident)) return {};
  return pages;
}

/// A line "NAME:   123 kB" of meminfo, in bytes.
double meminfo(const std::string& text, const std::string& name) {
  const std::size_t at = text.find(name + ":");
  if (at == std::string::npos) return 0;
  double kib = 0;
  std::istringstream(text.substr(at + name.size() + 1)) >> kib;
  return 1024 * kib;
}

MemoryLimit machine_limit(const fs::path& file, double resident) {
  std::ifstream in(file);
  std::stringstream text;
  text << in.rdbuf();
  MemoryLimit limit{MemoryLimit::Kind::kMachine, meminfo(text.str(), "MemTotal"), 0};
  const double free = meminfo(text.str(), "MemAvailable");
  if (limit.bytes > 0 && free > 0) {
    limit.room = free + meminfo(text.str(), "SwapFree");
  } else {  // another system: what this process does not have itself
    limit.bytes =
        static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGESIZE));
    limit.room = std::max(0.0, limit.bytes - resident);
  }
  return limit;
}

/// The number in a file; none where it says "max" or is not there.
std::optional<double> number_in(const fs::path& file) {
  std::ifstream in(file);
  double value = 0;
  if (!(in >> value)) return std::nullopt;
  return value;
}

/// The least limit of a group and those around it.
std::optional<double> group_limit(const MemorySources& sources) {
  std::optional<double> least;
  const auto climb = [&](const fs::path& root, fs::path group, const char* file) {
    for (group = group.relative_path();; group = group.parent_path()) {
      const std::optional<double> limit = number_in(root / group / file);
      if (limit && (!least || *limit < *least)) least = limit;
      if (group.empty()) return;
    }
  };
  // "0::/a/b" in version 2, "4:memory:/a/b" in version 1.
  std::ifstream in(sources.process / "cgroup");
  std::string line;
  while (std::getline(in, line)) {
    const std::size_t first = line.find(':');
    const std::size_t second = first == std::string::npos ? first : line.find(':', first + 1);
    if (second == std::string::npos) continue;
    const std::string controllers = "," + line.substr(first + 1, second - first - 1) + ",";
    const fs::path group = line.substr(second + 1);
    if (controllers == ",,") climb(sources.groups, group, "memory.max");
    if (controllers.find(",memory,") != std::string::npos) {
      climb(sources.groups / "memory", group, "memory.limit_in_bytes");
    }
  }
  return least;
}

std::string limit_text(const MemoryLimit& limit) {
  const std::string all = bytes_text(limit.bytes);
  const std::string room = bytes_text(limit.room);
  switch (limit.kind) {
    case MemoryLimit::Kind::kMachine:
      return "this machine has " + all + ", of which " + room + " are free";
    case MemoryLimit::Kind::kGroup:
      return "the limit of this container or service is " + all + ", of which " + room +
             " are free";
    case MemoryLimit::Kind::kProcess:
      return "the limit of this process (ulimit -v) is " + all + ", of which " + room + " are free";
  }
  return {};
}

/// `addresses`: that are taken beside, but hardly filled. Names the limit that lacks most.
void require(double bytes, double addresses, const std::string& what, const std::string& advice) {
  const auto needed = [&](const MemoryLimit& limit) {
    return limit.kind == MemoryLimit::Kind::kProcess ? bytes + addresses : bytes;
  };
  const auto lacks = [&](const MemoryLimit& limit) { return needed(limit) - limit.room; };
  const std::vector<MemoryLimit> limits = memory_limits();
  const auto least = std::max_element(
      limits.begin(), limits.end(),
      [&](const auto& one, const auto& other) { return lacks(one) < lacks(other); });
  if (lacks(*least) <= 0) return;
  throw Error(ErrorCode::kMemory, what + " needs " + bytes_text(needed(*least)) + " of memory; " +
                                      limit_text(*least) + "; " + advice);
}

}  // namespace

std::vector<MemoryLimit> memory_limits(const MemorySources& sources) {
  const auto page = static_cast<double>(sysconf(_SC_PAGESIZE));
  const Pages pages = pages_of(sources.process);
  const double resident = page * pages.resident;
  std::vector<MemoryLimit> limits{machine_limit(sources.machine, resident)};
  if (const auto group = group_limit(sources)) {
    limits.push_back({MemoryLimit::Kind::kGroup, *group, std::max(0.0, *group - resident)});
  }
  rlimit addresses{};
  if (getrlimit(RLIMIT_AS, &addresses) == 0 && addresses.rlim_cur != RLIM_INFINITY) {
    const auto bytes = static_cast<double>(addresses.rlim_cur);
    limits.push_back(
        {MemoryLimit::Kind::kProcess, bytes, std::max(0.0, bytes - page * pages.addresses)});
  }
  return limits;
}

std::string bytes_text(double bytes) {
  const char* unit = bytes >= 1e9 ? "GB" : "MB";
  const double value = bytes / (bytes >= 1e9 ? 1e9 : 1e6);
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%.*f %s", bytes >= 1e9 && value < 100 ? 1 : 0, value,
                unit);
  return text.data();
}

void require_memory(double bytes, const std::string& what, const std::string& advice) {
  if (bytes >= kNotAsked) require(bytes, 0, what, advice);
}

void require_memory_for_libraries(double bytes, int threads, const std::string& what,
                                  const std::string& advice) {
  require(bytes + kLibraries, kThread * threads, what, advice);
}

}  // namespace geo::base
