#pragma once

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <map>
#include <string>
#include <vector>

/// A server of the Model Context Protocol on standard streams: an assistant asks, the commands of
/// bgpte compute. Revision 2026-07-28 and the handshake of 2024-11-05 to 2025-11-25 both answer
/// (docs/assistants.md).
namespace bgpte::mcp {

/// What one command line of bgpte said.
struct CommandResult {
  int status = 0;        ///< As in docs/exit-statuses.md.
  std::string out, err;  ///< Result and messages.
};

/// Texts that stand for files on a command line, by name.
using NamedTexts = std::map<std::string, std::string>;

/// How the server reaches the commands, so that this module need not know them.
struct Commands {
  /// Runs one command line without the program's name; relative paths are below Settings::root.
  std::function<CommandResult(const std::vector<std::string>& arguments, const NamedTexts& texts)>
      run;
  std::function<void()> interrupt;  ///< The command that runs now stops soon; from any thread.
  std::function<void()> clear;      ///< Before each command: no interrupt is pending.
};

struct Settings {
  std::filesystem::path root;  ///< Files are read here and below only; no relative path.
  bool allow_config = false;   ///< Whether lines to paste into a router are handed out.
};

/// Reads messages from `in`, a line each, and answers on `out` until `in` ends. What was asked
/// before the end is answered, unless one request takes more than five seconds. Nothing but
/// messages of the protocol is written, and no file.
void serve(std::istream& in, std::ostream& out, const Settings& settings, const Commands& commands);

}  // namespace bgpte::mcp
