#pragma once

// All that an emitter needs: the plan that it writes down, and what several emitters write alike.
#include "src/config/notes.hpp"
#include "src/config/platforms/platforms.hpp"
#include "src/config/route_attributes.hpp"
#include "src/config/session_plan.hpp"
#include "src/config/text_block.hpp"
