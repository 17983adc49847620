# What every target of this project is compiled with.

# Clocks and processors may differ, results may not: no contraction of a*b+c into one rounding, no
# fast-math, no -march. SIMD is chosen at run time.
add_library(geo_build_flags INTERFACE)
target_compile_features(geo_build_flags INTERFACE cxx_std_20)
target_compile_options(geo_build_flags INTERFACE
  -ffp-contract=off -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
  -Wnon-virtual-dtor -Wold-style-cast -Wcast-qual -Wuseless-cast -Wno-maybe-uninitialized -Wno-restrict)  # both are false alarms of g++ 12
if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(geo_build_flags INTERFACE -Wno-unknown-warning-option)
endif()
if(GEO_WERROR)
  target_compile_options(geo_build_flags INTERFACE -Werror)
endif()
if(GEO_SANITIZE)
  target_compile_options(geo_build_flags INTERFACE
    -fsanitize=${GEO_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(geo_build_flags INTERFACE -fsanitize=${GEO_SANITIZE})
endif()
if(GEO_FUZZ)
  # Coverage for libFuzzer; its main is linked by tests/fuzz alone.
  target_compile_options(geo_build_flags INTERFACE -fsanitize=fuzzer-no-link)
  target_link_options(geo_build_flags INTERFACE -fsanitize=fuzzer-no-link)
  # One instruction set instead of all: no fuzzer computes, and the build takes a fifth of the time.
  target_compile_definitions(geo_build_flags INTERFACE HWY_COMPILE_ONLY_STATIC)
endif()
