#include "geo/io/plan.hpp"
#include "support.hpp"

// The plan: whatever is accepted is consistent.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const geo::fuzz::SystemFile file(data, size);
  geo::fuzz::try_reading([&] {
    const geo::Plan plan = geo::io::read_plan(file.path());
    const int specialties = static_cast<int>(plan.specialties.size());
    for (const geo::PlanDistrict& district : plan.districts) {
      for (const int index : district.specialties) {
        geo::fuzz::must(index >= 0 && index < specialties, "a district's specialty is in the list");
      }
    }
    for (const geo::Belt& belt : plan.belts) {
      geo::fuzz::must(!belt.members.empty() || belt.cores.size() >= 2, "a belt has members");
    }
  });
  return 0;
}
