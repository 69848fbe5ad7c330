// The tool catchment: by which link the ASes of the Internet enter.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "bgpte/text/csv.hpp"
#include "src/mcp/jail.hpp"
#include "src/mcp/source.hpp"
#include "src/mcp/tools/tools.hpp"

namespace bgpte::mcp {

namespace {

constexpr std::string_view catchment_output =
    R"({"type":"object","properties":{"origin":{"type":"integer"},)"
    R"("links":{"type":"array"}},)"
    R"("required":["origin","ases","links","left_out"]})";

constexpr std::uintmax_t largest_graph = 256'000'000;
constexpr std::size_t link_column = 3;

struct Counts {
  std::map<std::string, std::int64_t, std::less<>> by_link;
  std::int64_t ases = 0;  ///< Without the origin; those without a route count too.
};

/// Counts the rows "asn,route,path_length,link" that the command prints.
Counts counted(std::string_view csv) {
  Counts counts;
  text::CsvLines lines;
  bool header = true;
  while (!csv.empty()) {
    const std::size_t end = std::min(csv.find('\n'), csv.size());
    const std::vector<std::string_view>* fields = lines.split(csv.substr(0, end));
    csv.remove_prefix(std::min(end + 1, csv.size()));
    if (!header && fields != nullptr && fields->size() > link_column && (*fields)[1] != "origin") {
      ++counts.ases;
      const std::string_view link = (*fields)[link_column];
      if (!link.empty()) {
        ++counts.by_link[std::string(link)];
      }
    }
    header = false;
  }
  return counts;
}

ToolResult catchment_told(const Counts& counts, const Value& origin, const Limits& limits) {
  ToolResult result;
  result.structured = object({{"origin", origin}, {"ases", number(counts.ases)}});
  result.text = fmt::format("{} ASes", counts.ases);
  Value links = array();
  std::int64_t left_out = 0;
  for (const auto& [link, ases] : counts.by_link) {
    if (links.items.size() == limits.items) {
      ++left_out;
      continue;
    }
    const std::string name = shown(link, limits.bytes);
    links.items.push_back(object({{"link", text(name)}, {"ases", number(ases)}}));
    result.text += fmt::format("\n{} enter by {}", ases, name);
  }
  add(result.structured, "links", std::move(links));
  add(result.structured, "left_out", number(left_out));
  return result;
}

ToolResult catchment(const Value& arguments, ToolBox& box) {
  const JailedFile graph = jailed(box.settings.root, text_of(arguments, "as_rel"), largest_graph);
  if (!graph.fault.empty()) {
    return tool_error(graph.fault);
  }
  std::vector<std::string> command{"catchment", "--format=csv", "--as-rel=" + graph.path};
  add_option(command, "origin", member(arguments, "origin"));
  add_option(command, "link", member(arguments, "links"));
  const Answered answered = run_command(box, command, {});
  if (!answered.fault.empty()) {
    return tool_error(answered.fault);
  }
  const Counts counts = counted(answered.result.out);
  return fitted([&](const Limits& limits) {
    return catchment_told(counts, member(arguments, "origin"), limits);
  });
}

}  // namespace

Tool catchment_tool() {
  using Type = ArgumentRule::Type;
  return {
      "catchment",
      "How many ASes enter by which link",
      {{.name = "as_rel", .required = true, .help = "CAIDA file"},
       {.name = "origin", .type = Type::whole, .required = true, .least = 1, .most = 4294967294},
       {.name = "links", .type = Type::texts, .required = true, .help = "NAME=ASN:PREPENDS"}},
      catchment_output,
      catchment};
}

}  // namespace bgpte::mcp
