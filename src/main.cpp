// The program: its arguments and standard streams go to cli::run().
#include <iostream>

#include "bgpte/cli/cli.hpp"

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  return static_cast<int>(
      bgpte::cli::run({argv + (argc > 0 ? 1 : 0), argv + argc}, std::cin, std::cout, std::cerr));
}
