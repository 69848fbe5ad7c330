#pragma once

#include <string>

#include "bgpte/render/document.hpp"
#include "src/cli/context.hpp"
#include "src/cli/output_format.hpp"

namespace bgpte::cli {

/// How an advice is printed, for every command that makes one.
struct AnswerOptions {
  OutputFormat format = OutputFormat::text;  ///< text, markdown or json.
  std::string output;                        ///< Empty or "-": standard output.
  bool detailed_exitcode = false;
};

/// Prints the advice and returns the exit status that it asks for.
[[nodiscard]] Exit answer(Context& context, const AnswerOptions& options,
                          const render::Document& document);

}  // namespace bgpte::cli
