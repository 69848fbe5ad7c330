// The table of pages, and what docs/rules.md says of a rule.
#include "src/mcp/pages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "bgpte/text/display.hpp"
#include "src/mcp/page_texts.hpp"

namespace bgpte::mcp {

std::span<const Page> pages() {
  static constexpr std::array<Page, 12> rows{{{"advice-format", page_advice_format},
                                              {"assistants", page_assistants},
                                              {"commands", page_commands},
                                              {"communities", page_communities},
                                              {"exit-statuses", page_exit_statuses},
                                              {"history", page_history},
                                              {"rollout", page_rollout},
                                              {"rpki", page_rpki},
                                              {"rules", page_rules},
                                              {"scenario", page_scenario},
                                              {"scope", page_scope},
                                              {"watching", page_watching}}};
  return rows;
}

std::string rule_text(std::string_view rule) {
  const std::string_view page = page_rules();
  const std::string heading = fmt::format("\n## `{}`\n", rule);
  const std::size_t begin = page.find(heading);
  if (begin == std::string_view::npos) {
    return "";
  }
  const std::size_t first = begin + heading.size();
  const std::size_t end = std::min(page.find("\n## ", first), page.size());
  std::string section = text::one_line(page.substr(first, end - first));
  std::string plain;
  for (std::size_t i = 0; i < section.size(); ++i) {
    const bool bold = section.compare(i, 2, "**") == 0;
    i += bold ? 1 : 0;
    if (!bold) {
      plain += section[i];
    }
  }
  while (!plain.empty() && plain.back() == ' ') {
    plain.pop_back();
  }
  return plain;
}

}  // namespace bgpte::mcp
