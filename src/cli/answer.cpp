// Prints an advice and finds the exit status for it.
#include "src/cli/answer.hpp"

namespace bgpte::cli {

namespace {

std::string rendered(const Context& context, const AnswerOptions& options,
                     const render::Document& document) {
  if (options.format == OutputFormat::json) {
    return render::to_json(document);
  }
  if (options.format == OutputFormat::markdown) {
    return render::to_markdown(document);
  }
  render::TextOptions text;
  const bool to_file = !options.output.empty() && options.output != "-";
  text.color = to_file ? context.color == ColorChoice::always : wants_color(context);
  text.width = to_file ? 100 : terminal_width(context.out);
  return render::to_text(document, text);
}

}  // namespace

Exit answer(Context& context, const AnswerOptions& options, const render::Document& document) {
  const Exit written = write_result(context, options.output, rendered(context, options, document));
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
