// Prints advice and finds the exit status for it.
#include "src/cli/answer.hpp"

#include "bgpte/render/html.hpp"

namespace bgpte::cli {

namespace {

std::string rendered(const Context& context, const AnswerOptions& options,
                     const render::Document& document, const Asked& asked) {
  if (options.format == OutputFormat::json) {
    return render::to_json(document);
  }
  if (options.format == OutputFormat::markdown) {
    return render::to_markdown(document, asked.command);
  }
  if (options.format == OutputFormat::html) {
    return render::to_html(document, {asked.flows, asked.command});
  }
  render::TextOptions text;
  const bool to_file = !options.output.empty() && options.output != "-";
  text.color = to_file ? context.color == ColorChoice::always : wants_color(context);
  text.width = options.width > 0 ? options.width : to_file ? 100 : terminal_width(context.out);
  text.detail = options.full      ? render::Detail::full
                : options.summary ? render::Detail::summary
                                  : render::Detail::screen;
  text.command = asked.command;
  constexpr std::string_view placeholder = "SCENARIO";
  const auto name_scenario = [&](std::string& command) {
    const std::size_t at = command.find(placeholder);
    if (at != std::string::npos && asked.scenario != "-") {
      command.replace(at, placeholder.size(), shell_word(asked.scenario));
    }
  };
  name_scenario(text.command);
  if (!document.advice.test) {
    return render::to_text(document, text);
  }
  render::Document named = document;
  name_scenario(named.advice.test->command);
  return render::to_text(named, text);
}

}  // namespace

Exit answer(Context& context, const AnswerOptions& options, const render::Document& document,
            const Asked& asked) {
  const Exit written =
      write_result(context, options.output, rendered(context, options, document, asked));
  if (written != Exit::done) {
    return written;
  }
  const advice::Advice& advice = document.advice;
  if (advice.objective.termination == "interrupted") {
    return Exit::interrupted;
  }
  if (advice.status == advice::Status::partial || advice.status == advice::Status::no_safe_change ||
      !advice.violations.empty()) {
    return Exit::unresolved;
  }
  return options.detailed_exitcode && !advice.changes.empty() ? Exit::change : Exit::done;
}

}  // namespace bgpte::cli
