// Prints advice and finds the exit status for it.
#include "src/cli/answer.hpp"

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
  render::TextOptions text;
  const bool to_file = !options.output.empty() && options.output != "-";
  text.color = to_file ? context.color == ColorChoice::always : wants_color(context);
  text.width = options.width > 0 ? options.width : to_file ? 100 : terminal_width(context.out);
  text.detail = options.full      ? render::Detail::full
                : options.summary ? render::Detail::summary
                                  : render::Detail::screen;
  text.command = asked.command;
  constexpr std::string_view placeholder = "SCENARIO";
  if (const std::size_t at = text.command.find(placeholder);
      at != std::string::npos && asked.scenario != "-") {
    text.command.replace(at, placeholder.size(), shell_word(asked.scenario));
  }
  return render::to_text(document, text);
}

}  // namespace

std::string shell_word(const std::string& text) {
  constexpr std::string_view plain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789@%+=:,./-_";
  if (!text.empty() && text.find_first_not_of(plain) == std::string::npos) {
    return text;
  }
  std::string word = "'";
  for (const char c : text) {
    // What a terminal would obey is no part of a name that anybody pastes.
    word += c == '\'' ? "'\\''" : static_cast<unsigned char>(c) < 0x20 ? "?" : std::string(1, c);
  }
  return word + "'";
}

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
