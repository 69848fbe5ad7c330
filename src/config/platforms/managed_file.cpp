// Shell text that changes the files of a daemon as a whole or not at all.
#include "src/config/platforms/managed_file.hpp"

namespace bgpte::config {

void open_file_change(TextBlock& text, const SessionPlan& plan, const ManagedFile& file) {
  text.line("(");
  text.line("set -eu");
  text.line("conf=\"${{{}:-{}}}\"", file.variable, file.usual);
  text.line("part=\"${{conf%/*}}/{}.conf\"", plan.name);
  text.line("cp -p \"$conf\" \"$conf.bgpte-saved\"");
  text.line("if [ -e \"$part\" ]; then cp -p \"$part\" \"$part.bgpte-saved\"; fi");
}

void close_file_change(TextBlock& text, const ManagedFile& file, std::string_view test,
                       std::string_view complaint) {
  text.line("if {} && {}; then", test, file.check);
  text.line("  rm -f \"$conf.bgpte-saved\" \"$part.bgpte-saved\"");
  text.line("else");
  text.line("  cat \"$conf.bgpte-saved\" > \"$conf\"; rm -f \"$conf.bgpte-saved\"");
  text.line("  if [ -e \"$part.bgpte-saved\" ]; then mv \"$part.bgpte-saved\" \"$part\"");
  text.line("  else rm -f \"$part\"; fi");
  text.line("  echo \"bgpte: nothing was changed: {}\" >&2", complaint);
  text.line("  exit 1");
  text.line("fi");
}

}  // namespace bgpte::config
