// Reads `part_of`: prefixes whose volume is part of that of a prefix around them.
#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "bgpte/model/rounding.hpp"
#include "src/scenario/draft.hpp"

namespace bgpte::scenario {
namespace {

/// The longest prefixes that the Internet takes.
constexpr int longest_ipv4 = 24, longest_ipv6 = 48;

bool too_long(const model::IpPrefix& prefix) {
  return prefix.length > (prefix.family() == model::Family::ipv4 ? longest_ipv4 : longest_ipv6);
}

/// A part, and what the file says of its volume and that of the prefix around it.
struct Part {
  model::PrefixIndex prefix = 0;
  model::PrefixIndex whole = 0;
  Node node = json::Document::none;  ///< The value of `part_of`.
};

void report(Draft& draft, const Part& part, std::string code, std::string allowed,
            std::string message) {
  draft.in.faults.add(part.node, {.code = std::move(code),
                                  .kind = FaultKind::meaning,
                                  .allowed = std::move(allowed),
                                  .message = std::move(message)});
}

/// The parts of the file that name the listed prefix next around them; reports the others.
std::vector<Part> find_parts(Draft& draft) {
  std::vector<Part> parts;
  const auto& covering = draft.covering;
  for (model::PrefixIndex p = 0; p < draft.scenario.prefixes.size(); ++p) {
    Part part{p, 0, member_of(draft.in.document, draft.prefix_nodes[p], "part_of")};
    const std::optional<model::PrefixIndex> whole =
        part.node == json::Document::none ? std::nullopt : prefix_of_value(draft, part.node);
    if (!whole) {
      continue;
    }
    const model::IpPrefix& prefix = draft.scenario.prefixes[p].prefix;
    if (covering[p] != whole) {
      report(draft, part, "not-its-cover",
             covering[p] ? model::to_string(draft.scenario.prefixes[*covering[p]].prefix)
                         : "a listed prefix that contains it",
             "A prefix is part of the longest listed one that contains it.");
    } else if (too_long(prefix)) {
      report(draft, part, "part-too-long",
             fmt::format("at most /{} or /{}", longest_ipv4, longest_ipv6),
             "Most networks do not take a prefix as long as this.");
    } else {
      part.whole = *whole;
      parts.push_back(part);
    }
  }
  return parts;
}

/// What the links that carry a prefix bring, [link]; nothing where that is not measured.
std::optional<std::vector<model::Bps>> by_link(const model::Prefix& prefix) {
  if (prefix.inbound_kind != model::InboundKind::by_link) {
    return std::nullopt;
  }
  std::vector<model::Bps> rates;
  for (const std::optional<model::Bps>& rate : prefix.by_link) {
    rates.push_back(rate.value_or(model::Bps{}));
  }
  return rates;
}

model::Bps sum(const std::vector<model::Bps>& rates) {
  return std::accumulate(rates.begin(), rates.end(), model::Bps{});
}

/// A part of which only the total is known, and which goes where the whole goes, is divided as the
/// whole is.
void divide_like(const model::Prefix& whole, model::Prefix& part) {
  const std::optional<std::vector<model::Bps>> rates = by_link(whole);
  const bool follows = part.advertise.carried_count() == 0;
  if (part.inbound_kind != model::InboundKind::total || !follows || !rates ||
      sum(*rates).value <= 0) {
    return;
  }
  const double all = static_cast<double>(sum(*rates).value);
  std::vector<double> parts;
  for (const model::Bps rate : *rates) {
    parts.push_back(static_cast<double>(part.total.value) *
                    (static_cast<double>(rate.value) / all));
  }
  const std::vector<std::int64_t> whole_bits = model::largest_remainder(parts, part.total.value);
  part.inbound_kind = model::InboundKind::by_link;
  part.by_link.assign(whole.by_link.size(), std::nullopt);
  for (std::size_t l = 0; l < whole_bits.size(); ++l) {
    if (whole.by_link[l]) {
      part.by_link[l] = model::Bps{whole_bits[l]};
    }
  }
  part.total = {};
}

/// Takes the part's volume off the whole's; reports where there is not so much.
void take_off(Draft& draft, const Part& part) {
  model::Prefix& whole = draft.scenario.prefixes[part.whole];
  const model::Prefix& own = draft.scenario.prefixes[part.prefix];
  const std::string name = model::to_string(whole.prefix);
  if (own.inbound_kind == model::InboundKind::absent ||
      whole.inbound_kind == model::InboundKind::absent) {
    return;
  }
  if (whole.inbound_kind == model::InboundKind::total) {
    const std::optional<std::vector<model::Bps>> rates = by_link(own);
    whole.total -= rates ? sum(*rates) : own.total;
    if (whole.total.value < 0) {
      report(draft, part, "part-exceeds-whole", "parts that sum to at most the inbound of " + name,
             fmt::format("The parts of {} bring more than it does.", name));
      whole.total = {};
    }
    return;
  }
  if (own.inbound_kind == model::InboundKind::total) {
    report(
        draft, part, "part-not-by-link", "an inbound by link for the part too",
        fmt::format("The inbound of {} is known by link, so that of this part has to be.", name));
    return;
  }
  for (model::LinkIndex l = 0; l < own.by_link.size(); ++l) {
    const model::Bps rate = own.by_link[l].value_or(model::Bps{});
    if (rate.value == 0) {
      continue;
    }
    if (rate > whole.by_link[l].value_or(model::Bps{})) {
      report(draft, part, "part-exceeds-whole",
             fmt::format("at most {}", model::format_rate(whole.by_link[l].value_or(model::Bps{}))),
             fmt::format("On {} the parts of {} bring more than it does.",
                         draft.scenario.links[l].name, name));
      return;
    }
    *whole.by_link[l] -= rate;
  }
}

}  // namespace

void read_parts(Draft& draft) {
  if (!draft.prefixes_known || !draft.links_known) {
    return;
  }
  const std::vector<Part> parts = find_parts(draft);
  // Wholes come before their parts in the list, and what a prefix brings includes its parts: so a
  // part is divided before its own parts are, and taken off before they are taken off it.
  for (const Part& part : parts) {
    draft.scenario.prefixes[part.prefix].part_of = part.whole;
    divide_like(draft.scenario.prefixes[part.whole], draft.scenario.prefixes[part.prefix]);
  }
  for (const Part& part : parts) {
    take_off(draft, part);
  }
}

}  // namespace bgpte::scenario
