// Reads AS-relationship files.
#include "bgpte/topology/load.hpp"

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

#include "bgpte/text/foreign_form.hpp"

namespace bgpte::topology {
namespace {

/// Reads an ASN in plain decimal and the bar behind it; false where there is none.
bool read_asn(const char*& at, const char* end, Asn& asn) {
  std::uint64_t value = 0;
  const char* digit = at;
  while (digit != end && *digit >= '0' && *digit <= '9' && digit - at < 11) {
    value = value * 10 + static_cast<std::uint64_t>(*digit - '0');
    ++digit;
  }
  if (digit == at || digit == end || *digit != '|' || value == 0 || value > 0xFFFFFFFFULL) {
    return false;
  }
  asn = static_cast<Asn>(value);
  at = digit + 1;
  return true;
}

/// One line without its end; false where it is not `AS|AS|-1` or `AS|AS|0`, perhaps with more
/// fields behind.
bool read_line(const char* at, const char* end, Relationship& link) {
  if (!read_asn(at, end, link.first) || !read_asn(at, end, link.second)) {
    return false;
  }
  if (at != end && *at == '0') {
    link.relation = Relation::peer;
    at += 1;
  } else if (end - at >= 2 && at[0] == '-' && at[1] == '1') {
    link.relation = Relation::provider;
    at += 2;
  } else {
    return false;
  }
  return at == end || *at == '|';
}

/// Far above the Internet's AS links, of which there are below a million.
constexpr std::size_t most_links = 10'000'000;

}  // namespace

LoadedGraph parse_as_relationships(std::string_view text) {
  LoadedGraph loaded;
  loaded.read = true;
  std::vector<Relationship> links;
  if (text.starts_with(text::byte_order_mark)) {
    text.remove_prefix(text::byte_order_mark.size());
  }
  links.reserve(std::min(text.size() / 14, most_links));
  std::uint32_t line_number = 0;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at != end) {
    const char* const line_end = std::find(at, end, '\n');
    ++line_number;
    const char* last = line_end;
    if (last != at && last[-1] == '\r') {
      --last;
    }
    if (last != at && *at != '#') {
      Relationship link;
      link.line = line_number;
      if (read_line(at, last, link)) {
        if (links.size() == most_links) {
          loaded.error = "it has more than 10000000 AS links, ten times those of the Internet";
          return loaded;
        }
        links.push_back(link);
      } else if (loaded.diagnostics.wants(GraphFault::malformed_line)) {
        loaded.diagnostics.add(GraphFault::malformed_line, line_number,
                               "is not AS|AS|-1 (provider, customer) or AS|AS|0 (peers)");
      } else {
        loaded.diagnostics.count_only(GraphFault::malformed_line);
      }
    }
    at = line_end == end ? end : line_end + 1;
  }
  loaded.graph = build_graph(links, loaded.diagnostics);
  return loaded;
}

LoadedGraph load_as_relationships(const std::filesystem::path& file) {
  const FileBytes read = read_possibly_compressed(file);
  if (!read.bytes) {
    LoadedGraph failed;
    failed.error = read.error;
    failed.read = read.read;
    return failed;
  }
  return parse_as_relationships(*read.bytes);
}

}  // namespace bgpte::topology
