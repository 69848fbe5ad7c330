#include "src/telemetry/load/places.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "src/telemetry/json_fields.hpp"
#include "src/telemetry/refusals.hpp"

namespace bgpte::telemetry {

const MappedInterface* Places::only_one_called(const std::string& ifname) const {
  const MappedInterface* found = nullptr;
  for (const MappedInterface& one : map_.interfaces) {
    if (one.ifname == ifname) {
      if (found != nullptr) {
        return nullptr;
      }
      found = &one;
    }
  }
  return found;
}

namespace {

/// The label of that name; empty where there is none.
std::string label(const JsonFields& labels, std::string_view name) {
  return labels.find(name) == nullptr ? std::string() : labels.text(name);
}

}  // namespace

InterfaceLabels Places::labels_of(const JsonFields& labels) const {
  InterfaceLabels made;
  const Exporter* router = options_.router.empty() ? nullptr : map_.exporter(options_.router);
  bool known = false;
  for (const std::string_view name :
       {"instance", "hostname", "agent_host", "sysName", "source", "router"}) {
    const std::string called = label(labels, name);
    const Exporter* found = called.empty() ? nullptr : map_.exporter(called);
    if (known && found != nullptr && found != router) {
      throw Unreadable{fmt::format("the labels of a series name two routers of the map, {} and {}",
                                   quoted(made.router), quoted(called))};
    }
    if (made.router.empty() || (found != nullptr && !known)) {
      made.router = called;
    }
    known = known || found != nullptr;
    router = found == nullptr ? router : found;
  }
  known = false;
  for (const std::string_view name : {"ifName", "ifDescr", "interface", "device"}) {
    const std::string called = label(labels, name);
    const bool found =
        !called.empty() && (router == nullptr ? only_one_called(called)
                                              : map_.by_name(router->router, called)) != nullptr;
    if (made.ifname.empty() || (found && !known)) {
      made.ifname = called;
    }
    known = known || found;
  }
  if (const std::string index = label(labels, "ifIndex");
      !index.empty() && !parse_count(index, made.ifindex)) {
    labels.fail("ifIndex", "must be a whole number");
  }
  return made;
}

const MappedInterface* Places::on_router(const std::string& router, const InterfaceLabels& labels,
                                         const std::string& series) const {
  if (!labels.text.empty()) {
    const MappedInterface* found = map_.by_text(router, labels.text);
    if (found == nullptr) {
      samples_.refuse(not_in_the_map, series);
    }
    return found;
  }
  const MappedInterface* by_index =
      labels.ifindex < 0 ? nullptr : map_.by_index(router, labels.ifindex);
  if (labels.ifname.empty()) {
    if (by_index == nullptr) {
      samples_.refuse(not_in_the_map, series);
    }
    return by_index;
  }
  const MappedInterface* by_name = map_.by_name(router, labels.ifname);
  if (by_index != nullptr && by_index != by_name) {
    throw Unreadable{fmt::format(
        "ifindex {} of {} is {} in the input and {} in the map: indexes change, correct the map",
        labels.ifindex, quoted(router), quoted(labels.ifname), quoted(by_index->ifname))};
  }
  if (by_name != nullptr && !by_name->ifindex.empty() && labels.ifindex >= 0 &&
      by_index == nullptr) {
    samples_.note(fmt::format("{} of {} also has the ifindex {}: flows need it in the map",
                              quoted(labels.ifname), quoted(router), labels.ifindex));
  }
  if (by_name == nullptr) {
    samples_.refuse(not_in_the_map, series);
  }
  return by_name;
}

const MappedInterface* Places::find(const InterfaceLabels& labels,
                                    const std::string& series) const {
  const std::string& called = labels.router.empty() ? options_.router : labels.router;
  const MappedInterface* found = nullptr;
  if (called.empty()) {
    found = labels.ifname.empty() ? nullptr : only_one_called(labels.ifname);
    if (found == nullptr) {
      samples_.refuse("the series names no router (--router says it), or no interface of the map",
                      series);
    }
  } else if (const Exporter* exporter = map_.exporter(called); exporter == nullptr) {
    samples_.refuse("the router is not in the map", series);
  } else {
    found = on_router(exporter->router, labels, series);
  }
  if (found != nullptr && found->link.empty()) {
    samples_.note(fmt::format("{} of {} is no link and is not counted", quoted(found->ifname),
                              quoted(found->router)));
    return nullptr;
  }
  return found;
}

bool Places::is_link(std::string_view name) const {
  return std::ranges::find(map_.interfaces, name, &MappedInterface::link) != map_.interfaces.end();
}

Place Places::of_link(std::string_view link, Direction direction) const {
  Place place{.link = std::string(link), .direction = direction};
  if (std::ranges::count(map_.interfaces, link, &MappedInterface::link) == 1) {
    place.interface = &*std::ranges::find(map_.interfaces, link, &MappedInterface::link);
  }
  return place;
}

std::string Places::asked_link() const {
  if (options_.link.empty() || !is_link(options_.link)) {
    throw Unreadable{
        options_.link.empty()
            ? "the input does not say of which link it is: --link does"
            : fmt::format("--link {}: the map has no such link", quoted(options_.link))};
  }
  return options_.link;
}

std::optional<Place> Places::of_text(std::string_view name) const {
  struct Ending {
    std::string_view text;
    Direction direction;
  };
  static constexpr std::array<Ending, 4> endings{{{"in", Direction::in},
                                                  {"out", Direction::out},
                                                  {"Inbound", Direction::in},
                                                  {"Outbound", Direction::out}}};
  for (const Ending& ending : endings) {
    if (name == ending.text && !options_.link.empty()) {
      return of_link(asked_link(), ending.direction);
    }
    if (!name.ends_with(ending.text) || name.size() < ending.text.size() + 2) {
      continue;
    }
    std::string_view what = name.substr(0, name.size() - ending.text.size());
    if (what.back() != '/' && what.back() != '_' && what.back() != ' ') {
      continue;
    }
    what.remove_suffix(1);
    if (is_link(what)) {
      return of_link(what, ending.direction);
    }
    const std::size_t slash = what.find('/');
    const MappedInterface* found =
        slash == std::string_view::npos
            ? nullptr
            : map_.by_name(what.substr(0, slash), what.substr(slash + 1));
    if (found == nullptr) {
      found = only_one_called(std::string(what));
    }
    if (found != nullptr && !found->link.empty()) {
      return Place{.interface = found, .direction = ending.direction};
    }
  }
  return std::nullopt;
}

std::optional<Place> Places::of_name(const std::string& name) const {
  const auto said = options_.series.find(name);
  std::optional<Place> place = of_text(said == options_.series.end() ? name : said->second);
  if (!place) {
    samples_.refuse(
        "the name says no link and direction (\"A/in\", \"rt1/xe-0/0/1/in\"): --series "
        "NAME=LINK/in says it",
        name);
  }
  return place;
}

}  // namespace bgpte::telemetry
