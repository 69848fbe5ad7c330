// The reader of logs on arbitrary bytes.
#include <cstddef>
#include <cstdint>

#include "tests/logbook/try_log.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  bgpte::logbook::try_log({reinterpret_cast<const char*>(data), size});
  return 0;
}
