#pragma once

#include <span>
#include <string>

#include "bgpte/config/config.hpp"

namespace bgpte::config {

/// The parts as an Ansible playbook (YAML): one play for each part, in the order given, on the host
/// with the router's name; then, tagged `confirm` and `rollback` and never run by themselves, the
/// ways to keep the change and to take it back, the latter in reverse order. It uses each
/// platform's own config module with a backup first. A manual part, and a platform without a module
/// that takes its text, is a task that fails with what a person must do. Nothing is run by bgpte.
[[nodiscard]] std::string ansible_playbook(std::span<const ConfigPart> parts);

}  // namespace bgpte::config
