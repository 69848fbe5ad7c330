// Tickets of watch: rendered, and put where they are wanted.
#include "src/cli/watch/ticket.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

#include "bgpte/json/value.hpp"
#include "bgpte/render/html.hpp"
#include "bgpte/text/display.hpp"
#include "bgpte/text/markdown.hpp"
#include "bgpte/text/time.hpp"
#include "src/cli/atomic_file.hpp"

namespace bgpte::cli {

namespace {

using json::string_literal;
using watch::Tell;

std::string time_of(const Tell& tell) {
  return tell.at < 0 ? std::string() : text::utc_text(tell.at);
}

/// "RAISED A, 2026-11-28T22:55:00Z"
std::string headline(const Tell& tell) {
  std::string kind(name_of(tell.kind));
  for (char& c : kind) {
    c = static_cast<char>(c - 'a' + 'A');
  }
  return fmt::format("{}{}{}{}{}", kind, tell.subject.empty() ? "" : " ", tell.subject,
                     tell.at < 0 ? "" : ", ", time_of(tell));
}

std::string as_text(const Tell& tell, const std::optional<render::Document>& advice) {
  constexpr std::size_t width = 100;
  std::string text = headline(tell) + "\n";
  for (const std::string& part : {tell.text, tell.note}) {
    for (const std::string& line : text::wrapped(part, width)) {
      text += line + "\n";
    }
  }
  if (!tell.body.empty()) {
    text += "\n" + tell.body;
  }
  if (advice) {
    render::TextOptions options;
    options.detail = render::Detail::screen;
    text += "\n" + render::to_text(*advice, options);
  }
  return text + "\n";
}

std::string as_markdown(const Tell& tell, const std::optional<render::Document>& advice) {
  std::string text = fmt::format("# {}\n\n{}\n", text::markdown::plain(headline(tell)),
                                 text::markdown::plain(tell.text));
  if (!tell.note.empty()) {
    text += fmt::format("\n{}\n", text::markdown::plain(tell.note));
  }
  if (!tell.body.empty()) {
    text += "\n" + tell.body;
  }
  return advice ? fmt::format("{}\n{}", text, render::to_markdown(*advice)) : text;
}

std::string as_json(const Tell& tell, const std::optional<render::Document>& advice) {
  std::string embedded = advice ? render::to_json(*advice) : "null";
  while (!embedded.empty() && embedded.back() == '\n') {
    embedded.pop_back();
  }
  return fmt::format(
      "{{\n  \"format\": \"bgpte-watch/1\",\n  \"kind\": \"{}\",\n  \"id\": {},\n"
      "  \"subject\": {},\n  \"at\": {},\n  \"text\": {},\n  \"note\": {},\n  \"report\": {},\n"
      "  \"advice\": {}\n}}\n",
      name_of(tell.kind), string_literal(tell.id), string_literal(tell.subject),
      tell.at < 0 ? "null" : string_literal(time_of(tell)), string_literal(tell.text),
      string_literal(tell.note), string_literal(tell.body), embedded);
}

std::string as_html(const Tell& tell, const std::optional<render::Document>& advice) {
  if (advice) {
    render::PageParts parts;
    parts.lead = {headline(tell), tell.text, tell.note};
    std::erase(parts.lead, "");
    return render::to_html(*advice, parts);
  }
  render::Report report{headline(tell), {tell.text}, {}};
  if (!tell.note.empty()) {
    report.sentences.push_back(tell.note);
  }
  if (!tell.body.empty()) {
    report.sections.push_back({.heading = "Report", .details = tell.body});
  }
  return render::to_html(report);
}

}  // namespace

watch::Ticket ticket_of(const Tell& tell, const std::optional<render::Document>& advice,
                        OutputFormat format) {
  switch (format) {
    case OutputFormat::markdown:
      return {tell.name() + ".md", as_markdown(tell, advice)};
    case OutputFormat::json:
      return {tell.name() + ".json", as_json(tell, advice)};
    case OutputFormat::html:
      return {tell.name() + ".html", as_html(tell, advice)};
    default:
      return {tell.name() + ".txt", as_text(tell, advice)};
  }
}

bool deliver(Context& context, const std::string& folder,
             const std::vector<watch::Ticket>& tickets) {
  for (const watch::Ticket& ticket : tickets) {
    if (folder.empty()) {
      if (write_result(context, "", ticket.text) != Exit::done) {
        return false;
      }
      continue;
    }
    const std::filesystem::path path = std::filesystem::path(folder) / ticket.name;
    std::error_code ignored;
    if (std::filesystem::exists(path, ignored)) {
      context.messages.note(fmt::format("{} is there already", path.string()));
      continue;
    }
    if (const std::optional<std::string> fault = replace_file(path, ticket.text)) {
      context.messages.error(fmt::format("cannot write {}: {}", path.string(), *fault));
      return false;
    }
    context.messages.note(fmt::format("{} written", path.string()));
  }
  return true;
}

}  // namespace bgpte::cli
