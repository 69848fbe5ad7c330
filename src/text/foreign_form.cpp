// The first bytes of archives.
#include "bgpte/text/foreign_form.hpp"

#include <array>

namespace bgpte::text {
namespace {

struct Magic {
  std::string_view bytes, kind;
};

using namespace std::string_view_literals;

// https://www.iana.org/assignments/media-types and each format's own description.
constexpr std::array magics{Magic{"\x1F\x8B"sv, "gzip"},
                            Magic{"BZh"sv, "bzip2"},
                            Magic{"\xFD"
                                  "7zXZ\0"sv,
                                  "xz"},
                            Magic{"\x28\xB5\x2F\xFD"sv, "zstd"},
                            Magic{"\x04\x22\x4D\x18"sv, "lz4"},
                            Magic{"PK\x03\x04"sv, "zip"},
                            Magic{"7z\xBC\xAF\x27\x1C"sv, "7z"},
                            Magic{"\x1F\x9D"sv, "compress"}};

}  // namespace

std::string_view archive_kind(std::string_view bytes) {
  for (const Magic& magic : magics) {
    if (bytes.starts_with(magic.bytes)) {
      return magic.kind;
    }
  }
  constexpr std::size_t place = 257;  // in the header of a tar's first member (POSIX.1-1988)
  return bytes.size() > place && bytes.substr(place).starts_with("ustar") ? "tar" : "";
}

}  // namespace bgpte::text
