// bgpte mcp: a server that assistants ask, on standard input and output.
#include <filesystem>
#include <memory>
#include <sstream>

#include "bgpte/mcp/server.hpp"
#include "src/cli/commands/commands.hpp"
#include "src/cli/interrupt.hpp"

namespace bgpte::cli {

namespace {

namespace fs = std::filesystem;

struct McpOptions {
  std::string root;
  bool allow_config = false;
};

/// The working directory while one lives: relative paths of every command are then below the root,
/// and no message tells where that is.
class WorkingFolder {
 public:
  explicit WorkingFolder(const fs::path& folder) : before_(fs::current_path()) {
    fs::current_path(folder);
  }
  ~WorkingFolder() {
    std::error_code ignored;
    fs::current_path(before_, ignored);
  }
  WorkingFolder(const WorkingFolder&) = delete;
  WorkingFolder& operator=(const WorkingFolder&) = delete;

 private:
  fs::path before_;
};

mcp::CommandResult run_inside(const std::vector<std::string>& arguments,
                              const mcp::NamedTexts& texts) {
  std::istringstream nothing;
  std::ostringstream out;
  std::ostringstream err;
  const Exit exit = run(arguments, nothing, out, err, texts);
  return {static_cast<int>(exit), std::move(out).str(), std::move(err).str()};
}

Exit serve(const McpOptions& options, Context& context) {
  std::error_code error;
  const fs::path root = fs::canonical(options.root, error);
  if (error || !fs::is_directory(root, error)) {
    context.messages.error("--root " + options.root + " is no folder");
    return Exit::usage;
  }
  const WorkingFolder inside(root);
  const InterruptHost interrupts;
  mcp::serve(context.in, context.out, {root, options.allow_config},
             {run_inside, InterruptHost::raise, InterruptHost::clear});
  return Exit::done;
}

}  // namespace

Action declare_mcp(Command command) {
  const auto options = std::make_shared<McpOptions>();
  command.option(options->root, {.names = "--root",
                                 .help = "The folder whose files may be read; nothing outside is",
                                 .value = "DIR",
                                 .presence = Presence::required});
  command.flag(options->allow_config,
               {.names = "--allow-config", .help = "Hand out the lines that change a router, too"});
  command.describe(
      {.description = "Speaks the Model Context Protocol on standard input and "
                      "output, so that an assistant asks and bgpte computes. "
                      "It reads files below the root only, writes none, opens "
                      "no connection, and ends with its input. "
                      "docs/assistants.md says how to add it to a client, "
                      "and what a text in a scenario can and cannot do.",
       .examples = {"bgpte mcp --root scenarios", "bgpte mcp --root scenarios --allow-config"},
       .exits = {{Exit::done, "The input ended."}, {Exit::usage, "The root is no folder."}}});
  return [options](Context& context) { return serve(*options, context); };
}

}  // namespace bgpte::cli
