#pragma once

#include <filesystem>
#include <string>
#include <vector>

// What a process may take, asked before it takes much: where memory is promised freely, nothing
// fails until the system ends the process.
namespace geo::base {

struct MemoryLimit {
  enum class Kind {
    kMachine,  ///< what is free of the machine's own, with its swap space
    kGroup,    ///< of the control group: a container's, a service's
    kProcess,  ///< of the address space: ulimit -v
  };
  Kind kind = Kind::kMachine;
  double bytes = 0;  ///< in all
  double room = 0;   ///< that can still be had of it
};

/// Where Linux says it.
struct MemorySources {
  std::filesystem::path process = "/proc/self";  ///< statm, cgroup
  std::filesystem::path machine = "/proc/meminfo";
  std::filesystem::path groups = "/sys/fs/cgroup";
};

/// The limits that are known, of the kinds in order; of nested groups the least.
[[nodiscard]] std::vector<MemoryLimit> memory_limits(const MemorySources& sources = {});

/// Decimal: "14.4 GB", "512 MB".
[[nodiscard]] std::string bytes_text(double bytes);

/// Throws Error(kMemory) where so much cannot be had any more: "WHAT needs 14.4 GB of memory; this
/// machine has 8.2 GB, of which 5.1 GB are free; ADVICE". Below 64 MiB nobody is asked. Costs some
/// files of the system to read: 80 us.
void require_memory(double bytes, const std::string& what, const std::string& advice);

/// Throws as well where less is left than other libraries need besides to run on so many threads:
/// GDAL waits for ever for a thread that could not be made, GLib ends the process.
void require_memory_for_libraries(double bytes, int threads, const std::string& what,
                                  const std::string& advice);

}  // namespace geo::base
