// Parses the arguments of bgpte whatif for one scenario.
#include "src/cli/whatif/arguments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "bgpte/evaluation/plan.hpp"
#include "bgpte/model/allowed_changes.hpp"
#include "bgpte/text/decimal.hpp"
#include "bgpte/text/nearest_name.hpp"

namespace bgpte::cli {

namespace {

std::vector<std::string> link_names(const model::Scenario& scenario) {
  std::vector<std::string> names;
  for (const model::Link& link : scenario.links) {
    names.push_back(link.name);
  }
  return names;
}

std::vector<std::string> prefix_names(const model::Scenario& scenario) {
  std::vector<std::string> names;
  for (const model::Prefix& prefix : scenario.prefixes) {
    names.push_back(to_string(prefix.prefix));
  }
  return names;
}

/// ", did you mean 11.0.0.0/20?": the listed prefix that covers it, else the nearest name.
std::string listed_instead(const model::Scenario& scenario, const std::string& text,
                           const model::ParsedPrefix& parsed) {
  if (parsed.fault == model::PrefixFault::none) {
    if (const auto cover = model::find_cover(scenario, parsed.prefix)) {
      return fmt::format(", only {}, which covers it",
                         model::to_string(scenario.prefixes[*cover].prefix));
    }
  }
  return text::did_you_mean(text, prefix_names(scenario));
}

/// One function for each option, called with one value of it; take() ends the parsing and gives the
/// result with every fault.
class WhatifParser {
 public:
  explicit WhatifParser(const model::Scenario& scenario) : scenario_(scenario) {}

  void fail(const std::string& text) {
    if (const auto link = link_called("--fail", text, text)) {
      parsed_.world.failed.push_back(*link);
    }
    std::vector<model::LinkIndex>& failed = parsed_.world.failed;
    std::sort(failed.begin(), failed.end());
    failed.erase(std::unique(failed.begin(), failed.end()), failed.end());
  }

  void price(const std::string& text) {
    const auto [name, value] = halves(text);
    const auto link = link_called("--price", text, name);
    const auto micros = parse_decimal(value);
    if (!micros) {
      fault("--price", text, "the price is a number with at most six decimals, as in A=0.9");
    } else if (*micros > model::max_price.micros) {
      fault("--price", text,
            fmt::format("the price is at most {}, as in a scenario",
                        model::max_price.micros / 1'000'000));
    } else if (link) {
      keep_last(parsed_.world.prices, *link, model::Price{*micros});
    }
  }

  void capacity(const std::string& text) {
    const auto [name, value] = halves(text);
    const auto link = link_called("--capacity", text, name);
    const auto rate = model::parse_rate(value);
    if (!rate || rate->value == 0) {
      fault("--capacity", text, "the capacity is a rate above 0, as in A=2Gbps");
    } else if (link) {
      keep_last(parsed_.world.capacities, *link, *rate);
    }
  }

  void growth(const std::string& text) {
    const bool shrinks = !text.empty() && text.front() == '-';
    const bool sign = shrinks || (!text.empty() && text.front() == '+');
    std::string_view number = std::string_view(text).substr(sign ? 1 : 0);
    const bool in_percent = !number.empty() && number.back() == '%';
    number = number.substr(0, number.size() - (in_percent ? 1 : 0));
    const auto parsed = in_percent ? parse_decimal(number) : std::nullopt;
    if (!parsed || *parsed % 100 != 0 || *parsed > 100'000'000'000 ||
        (shrinks && *parsed > 100'000'000)) {
      fault("--growth", text,
            "growth is a percentage with at most four decimals, from -100% to 100000%, as in 20%");
      return;
    }
    const std::int64_t change = *parsed / 100;
    parsed_.world.growth = model::Ratio{1'000'000 + (shrinks ? -change : change)};
  }

  void set(const std::string& text) {
    const std::size_t at = text.find('@');
    const std::size_t equals = text.rfind('=');
    if (at == std::string::npos || equals == std::string::npos || equals < at) {
      fault("--set", text,
            "write PREFIX@LINK=N, =withdraw, =LEVER, =N+LEVER, or =none for no lever");
      return;
    }
    const std::string prefix_text = text.substr(0, at);
    const model::ParsedPrefix parsed = model::parse_prefix(prefix_text);
    const auto prefix = parsed.fault == model::PrefixFault::none
                            ? find_prefix(scenario_, parsed.prefix)
                            : std::nullopt;
    if (!prefix) {
      fault("--set", text,
            "the scenario does not list the prefix " + prefix_text +
                listed_instead(scenario_, prefix_text, parsed));
    }
    const auto link = link_called("--set", text, text.substr(at + 1, equals - at - 1));
    const std::optional<Setting> to = setting(text, text.substr(equals + 1), link);
    if (prefix && link && to) {
      cells_[{*prefix, *link}] = *to;
    }
  }

  /// The result, once every argument was given.
  ParsedWhatif take() {
    const std::vector<model::LinkIndex>& failed = parsed_.world.failed;
    for (const auto& [cell, to] : cells_) {
      const auto [prefix, link] = cell;
      const model::Advertisement& today = scenario_.prefixes[prefix].advertise;
      const model::Prepend from = today[link];
      const model::LeverChoice from_lever = today.lever(link);
      const model::Prepend prepend = to.prepend.value_or(from);
      const model::LeverChoice lever =
          prepend < 0 ? model::no_lever : to.lever.value_or(from_lever);
      const std::string name = fmt::format("{}@{}", to_string(scenario_.prefixes[prefix].prefix),
                                           scenario_.links[link].name);
      if (std::binary_search(failed.begin(), failed.end(), link)) {
        parsed_.faults.push_back("--set " + name + ": the link fails in this what-if");
      } else if (prepend < 0 && to.lever.value_or(model::no_lever) != model::no_lever) {
        parsed_.faults.push_back("--set " + name +
                                 ": it is not announced there today: say with which prepend, as "
                                 "in =0+LEVER");
      } else if (from == prepend && from_lever == lever) {
        parsed_.notes.push_back("--set " + name + ": it is so today, nothing changes");
      } else {
        parsed_.changes.push_back({prefix, link, from, prepend, from_lever, lever});
      }
    }
    limit_levers();
    return std::move(parsed_);
  }

 private:
  /// Of several values for a link the last one counts.
  template <class Value>
  static void keep_last(std::vector<std::pair<model::LinkIndex, Value>>& values,
                        model::LinkIndex link, Value value) {
    std::erase_if(values, [&](const auto& earlier) { return earlier.first == link; });
    values.emplace_back(link, value);
  }

  static std::pair<std::string, std::string> halves(const std::string& text) {
    const std::size_t equals = text.rfind('=');
    return equals == std::string::npos ? std::pair{text, std::string()}
                                       : std::pair{text.substr(0, equals), text.substr(equals + 1)};
  }

  /// What --set says of a prefix on a link; a part that it leaves out stays as it is today.
  struct Setting {
    std::optional<model::Prepend> prepend;
    std::optional<model::LeverChoice> lever;
  };

  /// N, withdraw, LEVER, N+LEVER; `none` is no lever.
  std::optional<Setting> setting(const std::string& argument, const std::string& text,
                                 const std::optional<model::LinkIndex>& link) {
    Setting result;
    const std::size_t plus = text.find('+');
    const std::string head = text.substr(0, plus);
    result.prepend = prepend(head);
    const bool bare_lever = plus == std::string::npos && !result.prepend;
    const bool bad_number =
        head.empty() || (head.front() >= '0' && head.front() <= '9' &&
                         head.find_first_not_of("0123456789") == std::string::npos);
    if (!result.prepend && (!bare_lever || bad_number)) {
      fault("--set", argument,
            fmt::format("the prepend is a whole number from 0 to {}, or withdraw",
                        int{model::max_prepend}));
      return std::nullopt;
    }
    if (plus == std::string::npos && !bare_lever) {
      return result;
    }
    const std::string name = bare_lever ? text : text.substr(plus + 1);
    if (name == "none") {
      result.lever = model::no_lever;
      return result;
    }
    if (!link) {
      return std::nullopt;  // link_called() has reported the link.
    }
    result.lever = find_lever(scenario_.links[*link], name);
    if (!result.lever) {
      std::vector<std::string> names{"withdraw", "none"};
      for (const model::Lever& lever : scenario_.links[*link].levers) {
        names.push_back(lever.name);
      }
      fault("--set", argument,
            fmt::format("{} is no prepend from 0 to {}, not withdraw and no lever of link {}{}",
                        name, int{model::max_prepend}, scenario_.links[*link].name,
                        text::did_you_mean(name, names)));
      return std::nullopt;
    }
    if (result.prepend && *result.prepend < 0) {
      fault("--set", argument, "what is withdrawn carries no lever");
      return std::nullopt;
    }
    return result;
  }

  /// A forecast supports only a number of levers on one prefix.
  void limit_levers() {
    const evaluation::Plan plan = evaluation::plan_of(scenario_, parsed_.changes);
    for (const model::WhyNot& why : model::why_not(scenario_, plan)) {
      if (why.denial == model::Denial::levers_of_prefix) {
        parsed_.faults.push_back(
            fmt::format("--set {}: at most {} levers can be added to one prefix",
                        to_string(scenario_.prefixes[why.prefix].prefix), why.allowed));
      }
    }
  }

  static std::optional<model::Prepend> prepend(const std::string& text) {
    if (text == "withdraw") {
      return model::not_announced;
    }
    int value = 0;
    for (const char c : text) {
      if (c < '0' || c > '9' || value > model::max_prepend) {
        return std::nullopt;
      }
      value = value * 10 + (c - '0');
    }
    return text.empty() || value > model::max_prepend
               ? std::nullopt
               : std::optional(static_cast<model::Prepend>(value));
  }

  std::optional<model::LinkIndex> link_called(std::string_view option, const std::string& text,
                                              const std::string& name) {
    const auto link = find_link(scenario_, name);
    if (!link) {
      fault(option, text,
            "the scenario has no link " + name + text::did_you_mean(name, link_names(scenario_)));
    }
    return link;
  }

  void fault(std::string_view option, const std::string& text, const std::string& message) {
    parsed_.faults.push_back(fmt::format("{} {}: {}", option, text, message));
  }

  const model::Scenario& scenario_;
  ParsedWhatif parsed_;
  std::map<std::pair<model::PrefixIndex, model::LinkIndex>, Setting> cells_;
};

}  // namespace

std::optional<std::int64_t> parse_decimal(std::string_view text) {
  constexpr std::int64_t largest = 1'000'000'000;
  constexpr std::int64_t million = 1'000'000;
  const std::size_t point = std::min(text.find('.'), text.size());
  if (text.find_first_not_of("0123456789.") != std::string_view::npos || text.size() - point > 7) {
    return std::nullopt;  // A sign, an exponent, or more than six decimals.
  }
  const auto number = text::parse_decimal(text, 6);
  if (!number || number->value / million > largest) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(number->value);
}

ParsedWhatif parse_whatif(const model::Scenario& scenario, const WhatifArguments& texts) {
  WhatifParser parser(scenario);
  for (const std::string& text : texts.fail) {
    parser.fail(text);
  }
  for (const std::string& text : texts.price) {
    parser.price(text);
  }
  for (const std::string& text : texts.capacity) {
    parser.capacity(text);
  }
  if (!texts.growth.empty()) {
    parser.growth(texts.growth);
  }
  for (const std::string& text : texts.set) {
    parser.set(text);
  }
  return parser.take();
}

}  // namespace bgpte::cli
