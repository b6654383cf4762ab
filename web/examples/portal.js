// SPDX-License-Identifier: MIT
// All a portal needs to do: load the module that defines <parlance-chat>.

import '../parlance.js';
