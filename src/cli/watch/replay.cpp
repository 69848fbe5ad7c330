// What watch would have said of samples, and when.
#include "src/cli/watch/replay.hpp"

#include <fmt/format.h>

#include "bgpte/text/display.hpp"
#include "bgpte/text/format.hpp"
#include "bgpte/text/markdown.hpp"
#include "bgpte/text/time.hpp"
#include "src/cli/json_output.hpp"
#include "src/cli/watch/advise.hpp"

namespace bgpte::cli {

namespace {

/// Counts how often links go above their ceilings, interval by interval.
std::size_t crossings_of(const model::Scenario& scenario,
                         const std::vector<watch::Interval>& intervals) {
  std::size_t count = 0;
  std::vector<bool> above(scenario.links.size());
  for (const watch::Interval& interval : intervals) {
    for (model::LinkIndex l = 0; l < interval.links.size(); ++l) {
      const bool now = interval.links[l].in_bps > model::ceiling(scenario, l).value;
      count += now && !above[l] ? 1 : 0;
      above[l] = now;
    }
  }
  return count;
}

/// Counts the gaps of each link: from its first interval on, times without one.
std::size_t gaps_of(const model::Scenario& scenario,
                    const std::vector<watch::Interval>& intervals) {
  const std::int64_t interval_s = watch::new_state(scenario).interval_s;
  std::size_t count = 0;
  for (model::LinkIndex l = 0; l < scenario.links.size(); ++l) {
    std::optional<std::int64_t> end;
    for (const watch::Interval& interval : intervals) {
      if (l < interval.links.size() && interval.links[l].in_bps >= 0) {
        count += end && interval.at > *end ? 1 : 0;
        end = std::max(end.value_or(0), interval.at + interval_s);
      }
    }
    // A link that was measured at all, and no longer at the end.
    count += end && *end < intervals.back().at + interval_s ? 1 : 0;
  }
  return count;
}

std::string summary_of(const Replayed& replayed) {
  if (replayed.intervals == 0) {
    return "Nothing was measured.";
  }
  return fmt::format("{} from {} to {}, {}: {}. A threshold alone would have rung {}.",
                     text::count_of(static_cast<std::int64_t>(replayed.intervals), "interval"),
                     text::utc_text(replayed.from), text::utc_text(replayed.to),
                     text::count_of(static_cast<std::int64_t>(replayed.gaps), "gap"),
                     text::count_of(static_cast<std::int64_t>(replayed.tells.size()), "ticket"),
                     text::times(static_cast<int>(replayed.crossings)));
}

std::string as_text(const Replayed& replayed) {
  constexpr std::size_t indent = 32;
  constexpr std::size_t width = 100;
  std::string out;
  for (const watch::Tell& tell : replayed.tells) {
    std::string head =
        fmt::format("{}  {}", text::utc_text(tell.at), text::left(name_of(tell.kind), 8));
    const std::string all = tell.note.empty() ? tell.text : tell.text + " " + tell.note;
    for (const std::string& line : text::wrapped(all, width - indent)) {
      out += text::left(head, indent) + line + "\n";
      head.clear();
    }
  }
  return out + (out.empty() ? "" : "\n") + summary_of(replayed) + "\n";
}

std::string as_markdown(const Replayed& replayed) {
  std::string out = "| when | what | |\n| --- | --- | --- |\n";
  for (const watch::Tell& tell : replayed.tells) {
    const std::string all = tell.note.empty() ? tell.text : tell.text + " " + tell.note;
    out += fmt::format("| {} | {} | {} |\n", text::utc_text(tell.at), name_of(tell.kind),
                       text::markdown::plain(all));
  }
  return fmt::format("{}\n{}\n", out, summary_of(replayed));
}

std::string as_json(const Replayed& replayed) {
  JsonOutput::Array tells;
  for (const watch::Tell& tell : replayed.tells) {
    tells.push_back(JsonOutput::Object{{"at", text::utc_text(tell.at)},
                                       {"kind", name_of(tell.kind)},
                                       {"id", tell.id},
                                       {"subject", tell.subject},
                                       {"text", tell.text},
                                       {"note", tell.note}});
  }
  const auto time = [](std::int64_t at) {
    return at < 0 ? JsonOutput() : JsonOutput(text::utc_text(at));
  };
  return to_text(JsonOutput::Object{{"format", "bgpte-watch-replay/1"},
                                    {"from", time(replayed.from)},
                                    {"to", time(replayed.to)},
                                    {"intervals", replayed.intervals},
                                    {"gaps", replayed.gaps},
                                    {"crossings", replayed.crossings},
                                    {"told", tells}},
                 2, BadUtf8::replace);
}

}  // namespace

Replayed replay(const model::Scenario& scenario, const std::vector<watch::Interval>& intervals,
                const SearchOptions& search) {
  Replayed replayed;
  watch::State state = watch::new_state(scenario);
  for (const watch::Interval& interval : intervals) {
    const std::int64_t end = interval.at + state.interval_s;
    replayed.from = replayed.from < 0 ? interval.at : replayed.from;
    replayed.to = std::max(replayed.to, end);
    ++replayed.intervals;
    watch::Outcome expired = watch::expire_step(std::move(state), end);
    watch::Outcome taken = watch::take(std::move(expired.state), interval, scenario);
    Telling telling = advise_where_due(std::move(taken), scenario, end, search);
    for (watch::Tell& tell : telling.outcome.tells) {
      replayed.tells.push_back(std::move(tell));
    }
    state = std::move(telling.outcome.state);
  }
  replayed.gaps = gaps_of(scenario, intervals);
  replayed.crossings = crossings_of(scenario, intervals);
  return replayed;
}

std::string replay_report(const Replayed& replayed, OutputFormat format) {
  return format == OutputFormat::json       ? as_json(replayed)
         : format == OutputFormat::markdown ? as_markdown(replayed)
                                            : as_text(replayed);
}

}  // namespace bgpte::cli
