// Names of our objects, and which names of the operator's may reach a router.
#include "src/config/object_names.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "bgpte/config/config.hpp"
#include "bgpte/model/digest.hpp"
#include "src/config/platforms/platforms.hpp"

namespace bgpte::config {
namespace {

constexpr std::size_t longest_stem = 30;  // of 40 characters: "_P128_V4" must still fit
constexpr std::string_view link_extra = " _-.:/+#@()&,=";

bool alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool ends_like_a_digest(std::string_view name) {
  if (name.size() <= digest_digits || name[name.size() - digest_digits - 1] != '_') {
    return false;
  }
  return std::ranges::all_of(name.substr(name.size() - digest_digits), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  });
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (alphanumeric(c) || link_extra.find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += fmt::format("\\x{:02x}", static_cast<unsigned int>(static_cast<unsigned char>(c)));
    }
  }
  return out;
}

std::string object_stem(std::string_view link) {
  constexpr std::string_view tag = "BGPTE_";
  std::string name(link);
  std::ranges::replace_if(
      name, [](char c) { return !alphanumeric(c) && c != '_'; }, '_');
  const bool too_long = tag.size() + name.size() > longest_stem;
  if (name == link && !too_long && !ends_like_a_digest(name)) {
    return std::string(tag) + name;
  }
  name.resize(std::min(name.size(), longest_stem - tag.size() - digest_digits - 1));
  return fmt::format("{}{}_{}", tag, name, model::sha256_hex(link).substr(0, digest_digits));
}

std::string name_fault(model::Platform platform, std::string_view name) {
  const PlatformRow& row = row_of(platform);
  const auto fault = [&](const std::string& why) {
    constexpr std::size_t shown = 80;
    const std::string cut = name.size() > shown ? "..." : "";
    return fmt::format("the name '{}{}' {} on {}", escaped(name.substr(0, shown)), cut, why,
                       title_of(platform));
  };
  if (name.empty()) {
    return fmt::format("an empty name is not allowed on {}", title_of(platform));
  }
  if (name.size() > row.name_length) {
    return fault(fmt::format("is longer than the {} characters allowed", row.name_length));
  }
  for (const char c : name) {
    if (!alphanumeric(c) && row.name_extra.find(c) == std::string_view::npos) {
      return fault(fmt::format("has the character '{}', which is not allowed", escaped({&c, 1})));
    }
  }
  const char first = name.front();
  if (!alphanumeric(first) && first != '_') {
    return fault("must start with a letter, a digit or '_'");
  }
  if (!row.name_starts_with_digit && first >= '0' && first <= '9') {
    return fault("must not start with a digit");
  }
  return {};
}

}  // namespace bgpte::config
