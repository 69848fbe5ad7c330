// bgpte-map/1: which interface is which link.
#include "bgpte/telemetry/map.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "bgpte/model/ip_prefix.hpp"
#include "src/telemetry/json_fields.hpp"

namespace bgpte::telemetry {

namespace {

/// A name or address without a port: "192.0.2.33:9116", "[2001:db8::1]:9116", "rt1:9116".
std::string_view without_port(std::string_view called) {
  if (called.starts_with('[')) {
    const std::size_t close = called.find(']');
    return close == std::string_view::npos ? called : called.substr(1, close - 1);
  }
  const std::size_t colon = called.find(':');
  return colon != std::string_view::npos && called.find(':', colon + 1) == std::string_view::npos
             ? called.substr(0, colon)
             : called;
}

/// An address as it is written in the end, whatever the input writes: "2001:DB8:0::1" and, from
/// collectors with one socket for both families, "::ffff:192.0.2.33".
std::string one_way(std::string_view called) {
  constexpr std::string_view mapped = "::ffff:";
  const std::optional<model::IpAddress> address =
      model::parse_address(called.starts_with(mapped) && called.find('.') != std::string_view::npos
                               ? called.substr(mapped.size())
                               : called);
  return address ? to_string(*address) : std::string(called);
}

bool is_called(const Exporter& exporter, std::string_view called) {
  return exporter.router == called ||
         std::ranges::find(exporter.addresses, called) != exporter.addresses.end();
}

}  // namespace

const Exporter* InterfaceMap::exporter(std::string_view called) const {
  const std::string_view bare = without_port(called);
  for (const std::string& name : {std::string(called), std::string(bare), one_way(bare)}) {
    for (const Exporter& one : exporters) {
      if (is_called(one, name)) {
        return &one;
      }
    }
  }
  const Exporter* found = nullptr;
  for (const Exporter& one : exporters) {
    if (bare.size() > one.router.size() && bare.starts_with(one.router) &&
        bare[one.router.size()] == '.' &&
        (found == nullptr || one.router.size() > found->router.size())) {
      found = &one;
    }
  }
  return found;
}

const MappedInterface* InterfaceMap::by_name(std::string_view router,
                                             std::string_view ifname) const {
  const auto found = std::ranges::find_if(interfaces, [&](const MappedInterface& one) {
    return one.router == router && one.ifname == ifname;
  });
  return found == interfaces.end() ? nullptr : &*found;
}

const MappedInterface* InterfaceMap::by_index(std::string_view router, std::int64_t ifindex) const {
  const auto found = std::ranges::find_if(interfaces, [&](const MappedInterface& one) {
    return one.router == router && std::ranges::find(one.ifindex, ifindex) != one.ifindex.end();
  });
  return found == interfaces.end() ? nullptr : &*found;
}

const MappedInterface* InterfaceMap::by_text(std::string_view router, std::string_view text) const {
  const MappedInterface* found = by_name(router, text);
  std::int64_t ifindex = 0;
  return found == nullptr && parse_count(text, ifindex) ? by_index(router, ifindex) : found;
}

namespace {

std::string name_in(const JsonFields& fields, std::string_view name) {
  std::string text = fields.text(name);
  constexpr std::size_t longest = 200;
  const bool control = std::ranges::any_of(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
  if (text.empty() || text.size() > longest || control) {
    fields.fail(name, "must be 1 to 200 bytes without control characters");
  }
  return text;
}

Exporter read_exporter(const std::string& router, const json::Value& value) {
  const JsonFields fields(value, fmt::format("the exporter {}", quoted(router)));
  fields.only({"addresses", "sampling", "applied"});
  Exporter made{.router = router};
  if (fields.find("addresses") != nullptr) {
    for (const json::Value& item : fields.list("addresses")) {
      if (item.kind != json::Value::Kind::string || item.text.empty()) {
        fields.fail("addresses", "must be a list of addresses or names");
      }
      made.addresses.push_back(one_way(item.text));
    }
  }
  constexpr std::int64_t most = 10'000'000;
  if (fields.find("sampling") != nullptr) {
    made.sampling = fields.count("sampling");
    if (made.sampling < 1 || made.sampling > most) {
      fields.fail("sampling", "must be 1 (not sampled) to 10000000; leave it out if not known");
    }
  }
  if (const json::Value* applied = fields.find("applied")) {
    if (applied->kind != json::Value::Kind::boolean) {
      fields.fail("applied", "must be true or false");
    }
    made.applied = applied->boolean;
  }
  return made;
}

MappedInterface read_interface(const json::Value& value) {
  const JsonFields fields(value, "an interface");
  fields.only({"router", "ifname", "ifindex", "link", "speed_bps"});
  MappedInterface made{.router = name_in(fields, "router"), .ifname = name_in(fields, "ifname")};
  if (fields.find("ifindex") != nullptr) {
    for (const json::Value& item : fields.list("ifindex")) {
      std::int64_t index = 0;
      if (item.kind != json::Value::Kind::number || !parse_count(item.text, index) ||
          index > 0xFFFFFFFFLL) {
        fields.fail("ifindex", "must be a list of whole numbers");
      }
      made.ifindex.push_back(index);
    }
  }
  if (!fields.is_null("link")) {
    made.link = name_in(fields, "link");
  }
  if (fields.find("speed_bps") != nullptr) {
    made.speed_bps = fields.count("speed_bps");
  }
  return made;
}

/// Throws where one name, index or address means two things.
void check(const InterfaceMap& map) {
  std::set<std::pair<std::string, std::string>> names;
  std::set<std::pair<std::string, std::int64_t>> indexes;
  for (const MappedInterface& one : map.interfaces) {
    if (!names.emplace(one.router, one.ifname).second) {
      throw Unreadable{
          fmt::format("{} of {} is there twice", quoted(one.ifname), quoted(one.router))};
    }
    for (const std::int64_t index : one.ifindex) {
      if (!indexes.emplace(one.router, index).second) {
        throw Unreadable{fmt::format("ifindex {} of {} is there twice", index, quoted(one.router))};
      }
    }
  }
  std::set<std::string> addresses;
  for (const Exporter& one : map.exporters) {
    for (const std::string& address : one.addresses) {
      if (!addresses.insert(address).second) {
        throw Unreadable{fmt::format("the address {} is there twice", quoted(address))};
      }
    }
  }
}

InterfaceMap read_map_document(const json::Value& document) {
  const JsonFields fields(document, "the map");
  if (fields.text("format") != "bgpte-map/1") {
    fields.fail("format", "is not bgpte-map/1");
  }
  fields.only({"format", "exporters", "interfaces"});
  InterfaceMap map;
  if (const json::Value* exporters = fields.find("exporters")) {
    if (exporters->kind != json::Value::Kind::object) {
      fields.fail("exporters", "must be an object");
    }
    for (std::size_t i = 0; i < exporters->items.size(); ++i) {
      map.exporters.push_back(read_exporter(exporters->keys[i], exporters->items[i]));
    }
  }
  for (const json::Value& item : fields.list("interfaces")) {
    map.interfaces.push_back(read_interface(item));
  }
  if (map.interfaces.empty()) {
    fields.fail("interfaces", "is empty");
  }
  check(map);
  for (const MappedInterface& one : map.interfaces) {
    if (std::ranges::find(map.exporters, one.router, &Exporter::router) == map.exporters.end()) {
      map.exporters.push_back({.router = one.router});
    }
  }
  std::ranges::sort(map.exporters, {}, &Exporter::router);
  return map;
}

}  // namespace

std::variant<InterfaceMap, std::string> read_map(std::string_view text) {
  return read_document(text, read_map_document);
}

}  // namespace bgpte::telemetry
