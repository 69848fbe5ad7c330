#include "src/telemetry/flows/flow_cells.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "bgpte/text/decimal.hpp"
#include "src/telemetry/json_fields.hpp"
#include "src/telemetry/refusals.hpp"
#include "src/telemetry/saturating.hpp"

namespace bgpte::telemetry {

namespace {

constexpr std::int64_t most_cells = 1'500'000;
constexpr std::int64_t longest_flow_s = 604'800;  ///< A week.
constexpr std::int64_t most_sampling = 10'000'000;
/// An Ethernet header and its checksum: what a frame has beside its IP packet.
constexpr std::int64_t frame_bytes = 18;

}  // namespace

std::size_t FlowCells::Hash::operator()(const Key& key) const {
  constexpr std::uint64_t odd = 0x9E3779B97F4A7C15;
  std::uint64_t hash =
      (static_cast<std::uint64_t>(key.interface) << 32U | static_cast<std::uint32_t>(key.prefix)) *
      odd;
  hash = (hash ^ static_cast<std::uint64_t>(key.interval) ^
          static_cast<std::uint64_t>(key.sampling) << 40U) *
         odd;
  return static_cast<std::size_t>(hash ^ hash >> 29U);
}

FlowCells::FlowCells(const InterfaceMap& map, std::vector<model::IpPrefix> prefixes,
                     const ImportOptions& options)
    : map_(map), options_(options), prefixes_(std::move(prefixes)) {}

FlowCells::Router* FlowCells::router_of(const FlowRow& row) {
  std::string_view called = row.router;
  if (called.empty() || called == "0.0.0.0" || called == "::") {
    called = options_.router;
    if (called.empty()) {
      refusals_.add("the row does not say which router it is from (--router says it)", row.router);
      return nullptr;
    }
  }
  if (last_router_ != nullptr && called == last_router_text_) {
    return last_router_;
  }
  const Exporter* exporter = map_.exporter(called);
  if (exporter == nullptr) {
    refusals_.add("the exporter is not in the map", called);
    return nullptr;
  }
  last_router_text_ = called;
  last_router_ = &routers_[exporter->router];
  last_router_->exporter = exporter;
  return last_router_;
}

namespace {

/// What `look_up` says of a key; remembered, but for what a hostile input asks in endless variety.
template <class Known, class Key, class LookUp>
const MappedInterface* remembered(Known& known, const Key& key, LookUp look_up) {
  if (const auto found = known.find(key); found != known.end()) {
    return found->second;
  }
  const MappedInterface* found = look_up();
  constexpr std::size_t most = 100'000;
  if (known.size() < most) {
    known.emplace(key, found);
  }
  return found;
}

}  // namespace

const MappedInterface* FlowCells::interface_of(Router& router, const FlowRow& row) {
  const std::string& name = router.exporter->router;
  const MappedInterface* found =
      row.interface.empty() ? remembered(router.by_index, row.ifindex,
                                         [&] { return map_.by_index(name, row.ifindex); })
                            : remembered(router.by_text, row.interface,
                                         [&] { return map_.by_text(name, row.interface); });
  if (found == nullptr) {
    refusals_.add(not_in_the_map, row.interface.empty()
                                      ? fmt::format("{} ifindex {}", name, row.ifindex)
                                      : fmt::format("{} {}", name, row.interface));
  }
  return found;
}

std::int32_t FlowCells::host_of(const FlowRow& row) {
  const std::optional<model::IpAddress> host = model::parse_address(row.destination);
  if (!host) {
    refusals_.add(row.destination.find("..") == std::string_view::npos
                      ? "the destination is no address"
                      : "the destination is shortened (nfdump -6 writes all of it)",
                  row.destination);
    return refused;
  }
  if (host->family == model::Family::ipv4) {
    constexpr unsigned host_bits = 0x7F;
    ++((host->bytes[3] & host_bits) == 0 ? ipv4_networks_ : ipv4_hosts_);
  }
  const std::int32_t found = prefixes_.find(*host);
  if (found == PrefixTable::none) {
    unlisted_host_ = host;
  }
  return found == PrefixTable::none ? no_prefix : found;
}

std::int32_t FlowCells::no_network(std::string_view example) {
  refusals_.add("the destination is no network", example);
  return refused;
}

std::int32_t FlowCells::network_of(std::string_view network, std::int64_t mask) {
  const std::optional<model::IpAddress> address = model::parse_address(network);
  const int width = address && address->family == model::Family::ipv4 ? 32 : 128;
  if (!address || mask > width) {
    return no_network(fmt::format("{}/{}", network, mask));
  }
  if (mask <= 0) {
    return no_prefix;  // pmacct: in none of the networks that it was given
  }
  const model::ParsedPrefix parsed =
      model::parse_prefix(fmt::format("{}/{}", to_string(*address), mask));
  bool ambiguous = false;
  const std::int32_t found = prefixes_.find(parsed.prefix, ambiguous);
  if (ambiguous) {
    refusals_.add("the destination is a network with a longer listed prefix in it",
                  to_string(parsed.prefix));
    return refused;
  }
  if (found == PrefixTable::none) {
    unlisted_host_ = *address;
  }
  return found == PrefixTable::none ? no_prefix : found;
}

std::int32_t FlowCells::prefix_of(const FlowRow& row) {
  unlisted_host_.reset();
  if (row.destination.empty()) {
    if (row.mask < 0) {
      refusals_.add("the destination network has no length", row.network);
      return refused;
    }
    return network_of(row.network, row.mask);
  }
  const std::size_t slash = row.destination.find('/');
  if (slash == std::string_view::npos) {
    return host_of(row);
  }
  std::int64_t mask = 0;
  if (!parse_count(row.destination.substr(slash + 1), mask)) {
    return no_network(row.destination);
  }
  return network_of(row.destination.substr(0, slash), mask);
}

FlowCells::Scale FlowCells::scale_of(Router& router, const FlowRow& row, const FlowFormat& format) {
  const auto said = [](std::int64_t rate, bool applied) {
    return Scale{.factor = applied ? 1 : rate,
                 .sampling = rate,
                 .divisor = applied ? static_cast<double>(rate) : 1,
                 .unsampled = rate == 1};
  };
  const Exporter& exporter = *router.exporter;
  if (!options_.sampling.empty()) {
    const auto asked = options_.sampling.find(exporter.router);
    if (asked != options_.sampling.end()) {
      return said(asked->second.rate, asked->second.applied);
    }
  }
  if (row.rate > most_sampling) {
    refusals_.add(
        "the sampling rate cannot be right and counts as unknown (in the wrong byte "
        "order? --sampling says it)",
        std::to_string(row.rate));
  } else if (row.rate > 1) {
    if (exporter.sampling > 0 && exporter.sampling != row.rate && !router.told_difference) {
      router.told_difference = true;
      notes_.push_back(fmt::format("{}: the map says sampling 1:{}, the input 1:{}, which counts",
                                   quoted(exporter.router), exporter.sampling, row.rate));
    }
    return said(row.rate, false);
  } else if (row.rate == 1 || format.applied) {
    if (exporter.sampling > 1) {
      return said(exporter.sampling, format.one_may_be_applied || format.applied);
    }
    const bool unsampled =
        exporter.sampling == 1 || (!format.one_may_be_applied && !format.applied);
    return {.sampling = 1, .unsampled = unsampled};
  }
  return exporter.sampling > 0 ? said(exporter.sampling, exporter.applied) : Scale{};
}

Window FlowCells::time_of(const FlowRow& row) {
  if (row.bin >= 0) {
    note_bin(row.bin);
    return {row.bin, row.bin + 1};
  }
  if (row.last < 0 && row.first < 0) {
    return {-1, -1};
  }
  const std::int64_t last = row.last < 0 ? row.first : row.last;
  const std::int64_t first = row.first < 0 ? last : row.first;
  if (first > last || last - first > longest_flow_s) {
    // The router's uptime ran over between the two stamps.
    ++impossible_;
    const std::int64_t at = row.received > 0 ? row.received : last;
    return {at, at + 1};
  }
  return {first, std::max(last, first + 1)};
}

void FlowCells::note_bin(std::int64_t bin) {
  constexpr std::size_t most = 16;
  if (bins_.size() < most && std::ranges::find(bins_, bin) == bins_.end()) {
    bins_.push_back(bin);
  }
}

/// A firewall tells the bytes of a flow in its updates, and all of them again when the flow ends.
void FlowCells::check_event(const FlowRow& row) {
  if (row.event.empty() || row.bytes == 0) {
    return;
  }
  updates_ = updates_ || row.event == "UPDATE" || row.event == "5";
  ends_ = ends_ || row.event == "DELETE" || row.event == "2";
  if (updates_ && ends_) {
    throw Unreadable{
        "UPDATE events and DELETE events of a firewall both have the bytes of a flow: leave one "
        "kind out (nfdump: 'not event delete')"};
  }
}

std::int64_t FlowCells::on_layer(const FlowRow& row) {
  if (row.kind.empty()) {
    return row.bytes;
  }
  const bool frames = row.kind.starts_with("SFLOW");
  ++kinds_[frames ? 0 : 1];
  if (options_.layer.empty() || (options_.layer == "l2") == frames) {
    return row.bytes;
  }
  ++converted_;
  const std::int64_t headers = times(row.packets, frame_bytes);
  return frames ? row.bytes - std::min(row.bytes, headers)
                : row.bytes + std::min(headers, INT64_MAX - row.bytes);
}

void FlowCells::put(const Key& key, const Sum& sum) {
  if (static_cast<std::int64_t>(cells_.size()) >= most_cells && !cells_.contains(key)) {
    throw Unreadable{"more than 1,500,000 cells: take a shorter time, or a longer --step"};
  }
  Sum& into = cells_[key];
  add_to(into.bytes, sum.bytes);
  add_to(into.packets, sum.packets);
  add_to(into.flows, sum.flows);
  into.sampled += sum.sampled;
  if (sum.suspect >= 0) {
    into.suspect = std::max<std::int64_t>(0, into.suspect);
    add_to(into.suspect, sum.suspect);
  }
  if (sum.source != 0) {
    sketches_[key].add(sum.source);
  }
}

/// Spreads over the intervals in proportion to the time, so that the parts add up to the whole.
void FlowCells::spread(Key key, const Window& time, const Sum& sum) {
  const std::int64_t step = options_.step_s;
  const std::int64_t first = time.from / step;
  const std::int64_t last = (time.to - 1) / step;
  if (first == last) {
    key.interval = first;
    put(key, sum);
    return;
  }
  ++long_flows_;
  const auto part = [&](std::int64_t whole, std::int64_t seconds) {
    return static_cast<std::int64_t>(text::Int128(whole) * seconds / (time.to - time.from));
  };
  std::int64_t done = 0;
  for (std::int64_t interval = first; interval <= last; ++interval) {
    const std::int64_t until = std::min((interval + 1) * step, time.to) - time.from;
    const double share =
        static_cast<double>(until - done) / static_cast<double>(time.to - time.from);
    key.interval = interval;
    put(key,
        {part(sum.bytes, until) - part(sum.bytes, done),
         part(sum.packets, until) - part(sum.packets, done), done == 0 ? sum.flows : 0,
         sum.sampled * share,
         sum.suspect < 0 ? -1 : part(sum.suspect, until) - part(sum.suspect, done), sum.source});
    done = until;
  }
}

void FlowCells::add(const FlowRow& row, const FlowFormat& format) {
  if (row.destination == "0.0.0.0" && format.name.starts_with("nfdump")) {
    throw Unreadable{
        "a destination is 0.0.0.0: nfdump loses the addresses where it aggregates by dstip4/N and "
        "dstip6/N together; aggregate by dstip"};
  }
  Router* router = router_of(row);
  const MappedInterface* interface = router == nullptr ? nullptr : interface_of(*router, row);
  if (interface == nullptr) {
    return;
  }
  if (interface->link.empty()) {
    ++inside_;
    return;
  }
  const std::int32_t prefix = prefix_of(row);
  if (prefix == refused) {
    return;
  }
  check_event(row);
  const Window time = time_of(row);
  (time.from < 0 ? untimed_ : timed_) = true;
  if (time.from < 0 && !options_.window) {
    throw Unreadable{"the input has no times: say with --from and --to when it was measured"};
  }
  if (time.from >= 0 && options_.window) {
    const Window& window = *options_.window;
    if (time.to <= window.from || time.from >= window.to) {
      refusals_.add("the flow is outside of --from and --to", utc_text(time.from));
      return;
    }
  }
  const Scale scale = scale_of(*router, row, format);
  Sum sum{times(on_layer(row), scale.factor), times(row.packets, scale.factor), row.flows,
          static_cast<double>(row.packets) / scale.divisor};
  if (options_.with_sources) {
    sum.source = hash_of_source(row.source);
    const std::optional<bool> suspect = is_suspect(row);
    sum.suspect = suspect ? (*suspect ? sum.bytes : 0) : -1;
    source_asns_.add(interface->link, row.source_as, sum.bytes);
  }
  Key key{.interface = static_cast<std::uint32_t>(interface - map_.interfaces.data()),
          .prefix = prefix,
          .sampling = scale.sampling,
          .unsampled = scale.unsampled};
  ++taken_;
  if (unlisted_host_) {
    unlisted_.add(interface->link, *unlisted_host_, sum.bytes);
  }
  if (time.from < 0) {
    put(key, sum);
  } else {
    spread(key, time, sum);
  }
}

void FlowCells::check_input(const FlowFormat& format) {
  // Hosts end in any number; networks of /25 or shorter in 0 or 128.
  constexpr std::int64_t enough = 4;
  constexpr int longest_unseen = 24;
  if (ipv4_hosts_ == 0 && ipv4_networks_ >= enough &&
      prefixes_.longest(model::Family::ipv4) > longest_unseen &&
      format.name.starts_with("nfdump")) {
    throw Unreadable{
        "all IPv4 destinations look like networks and not like hosts, and some listed prefix is "
        "longer than /24: aggregate by dstip"};
  }
  ipv4_hosts_ = ipv4_networks_ = 0;
  std::ranges::sort(bins_);
  std::int64_t closest = INT64_MAX;
  for (std::size_t i = 1; i < bins_.size(); ++i) {
    closest = std::min(closest, bins_[i] - bins_[i - 1]);
  }
  if (closest != INT64_MAX && closest > options_.step_s) {
    throw Unreadable{
        fmt::format("the input's intervals of {} s are coarser than the {} s asked for (--step)",
                    closest, options_.step_s)};
  }
}

}  // namespace bgpte::telemetry
