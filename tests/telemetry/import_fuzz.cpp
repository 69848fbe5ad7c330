// The readers of flows, counters, observations and maps on arbitrary bytes. The first byte chooses.
#include <cstddef>
#include <cstdint>

#include "tests/telemetry/samples.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace bgpte::telemetry::tests;
  if (size == 0) {
    return 0;
  }
  const std::string text(reinterpret_cast<const char*>(data + 1), size - 1);
  switch (data[0] % 3) {
    case 0:
      try_flows(text);
      break;
    case 1:
      try_load(text);
      break;
    default:
      try_document(text);
  }
  return 0;
}
