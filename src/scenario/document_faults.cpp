// Reads a JSON text and collects its faults of syntax with those of meaning.
#include "src/scenario/document_faults.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace bgpte::scenario {
namespace {

std::vector<Diagnostic> syntax_diagnostics(const json::Document& document) {
  const json::LineTable lines(document.source());
  std::vector<Diagnostic> diagnostics;
  for (const json::SyntaxFault& fault : document.faults()) {
    const json::LineTable::Position position = lines.position(fault.offset);
    const std::string_view rest = document.source().substr(fault.offset, 256);
    const std::string_view word = rest.substr(0, rest.find_first_of(" \t\r\n,]}"));
    std::string found = rest.empty()   ? "the end of the file"
                        : word.empty() ? shown(rest.substr(0, 1))
                                       : shown(word);
    diagnostics.push_back({fault.code, FaultKind::syntax, "", position.line, position.column,
                           std::move(found), fault.allowed, "", fault.message});
  }
  return diagnostics;
}

}  // namespace

std::vector<Diagnostic> read_document(
    std::string_view text, const std::function<void(const json::Document&, Faults&)>& read) {
  const json::Document document(text);
  std::vector<Diagnostic> diagnostics = syntax_diagnostics(document);
  if (!document.complete()) {
    return diagnostics;
  }
  Faults faults(document);
  read(document, faults);
  std::vector<Diagnostic> said = faults.take();
  diagnostics.insert(diagnostics.end(), std::make_move_iterator(said.begin()),
                     std::make_move_iterator(said.end()));
  std::stable_sort(diagnostics.begin(), diagnostics.end(),
                   [](const Diagnostic& a, const Diagnostic& b) {
                     return std::pair(a.line, a.column) < std::pair(b.line, b.column);
                   });
  return diagnostics;
}

}  // namespace bgpte::scenario
