// Prints synthetic flows as nfdump's fmt lines do, without end in variety: flow_lines BYTES.
// Three of four hosts are IPv4; one in eight is in no listed prefix of bench/import_stream.py.
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <random>
#include <string>

namespace {

void add_line(std::string& text, std::mt19937_64& random, int row) {
  const std::uint64_t number = random();
  auto out = std::back_inserter(text);
  fmt::format_to(out, "{:>16},{:>6},", "192.0.2.33", 11 + row % 2);
  if (row % 8 == 1) {
    fmt::format_to(
        out, "{:>39},",
        fmt::format("198.{}.{}.{}", 18 + number % 2, number >> 8U & 255U, number >> 16U & 255U));
  } else if (row % 4 == 0) {
    fmt::format_to(out, "{:>39},",
                   fmt::format("2001:db8:{:x}:{:x}::{:x}", number % 64, number >> 8U & 0xFFFFU,
                               number >> 24U & 0xFFFFU));
  } else {
    fmt::format_to(out, "{:>39},",
                   fmt::format("203.0.{}.{}", 64 + number % 64, number >> 8U & 255U));
  }
  fmt::format_to(out, "{:>8},{:>8},{:>5}\n", (number >> 32U) % 100'000, (number >> 52U) % 100 + 1,
                 1);
}

}  // namespace

int main(int argc, char** argv) {
  const double bytes = argc == 2 ? std::atof(argv[1]) : 0;
  if (bytes <= 0) {
    std::fputs("usage: flow_lines BYTES\n", stderr);
    return 64;
  }
  constexpr std::size_t block = std::size_t{1} << 20U;
  std::mt19937_64 random(1);
  std::string text;
  int row = 0;
  std::uint64_t written = 0;
  while (static_cast<double>(written) < bytes) {
    text.clear();
    while (text.size() < block) {
      add_line(text, random, row++ & 0xFFFF);
    }
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) {
      return 1;
    }
    written += text.size();
  }
  return 0;
}
