// Chooses the reader of a platform and hands it the router's output.
#include "bgpte/config/observed.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "src/config/observed/readers.hpp"
#include "src/config/platforms/platforms.hpp"

namespace bgpte::config {
namespace {

constexpr const char* blanks = " \t\r\n";

/// Reads the JSON documents of an output, one after the other.
void read_documents(const ObservedReader& reader, model::Platform platform, const std::string& text,
                    RouteList& list) {
  std::size_t at = 0;
  while (text.find_first_not_of(blanks, at) != std::string::npos) {
    const std::size_t begin = at;
    std::optional<std::vector<JsonLeaf>> leaves = json_leaves(text, at);
    if (!leaves) {
      list.fault("the output is not complete JSON");
      return;
    }
    const bool empty = std::ranges::any_of(*leaves, reader.is_empty_table);
    std::erase_if(*leaves, [](const JsonLeaf& leaf) { return leaf.empty; });
    const std::size_t before = list.size();
    reader.read_json({std::move(*leaves), std::string_view(text).substr(begin, at - begin)}, list);
    if (!empty && list.size() == before) {
      list.fault(fmt::format("the JSON holds no route as {} prints them", title_of(platform)));
    }
  }
}

}  // namespace

bool can_observe(model::Platform platform) {
  return row_of(platform).reader != nullptr;
}

Observed parse_observed(model::Platform platform, std::string_view text, model::Asn local_as) {
  if (!can_observe(platform)) {
    return {{}, {fmt::format("the output of {} cannot be read", title_of(platform))}};
  }
  const ObservedReader& reader = *row_of(platform).reader;
  RouteList list(local_as, reader.path);
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) {
    list.fault(reader.text_shows_empty ? "the output is empty"
                                       : "the output is empty; where nothing is announced, only "
                                         "the JSON output says so");
  } else if (reader.read_json != nullptr && text[first] == '{') {
    read_documents(reader, platform, std::string(text), list);
  } else if (!reader.read_text(std::string(text), list)) {
    list.fault(fmt::format("nothing in the output looks like what {} prints", title_of(platform)));
  }
  return list.take();
}

}  // namespace bgpte::config
