// SPDX-License-Identifier: Apache-2.0
//
// Golden files: tests/golden/<name> holds the bytes that a writer is known to write. They are
// written anew with UPDATE_GOLDEN=1 in the environment, and reviewed like source.

#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace portside {

inline std::string GoldenPath(std::string_view name) {
  return std::string(PORTSIDE_SOURCE_DIR) + "/tests/golden/" + std::string(name);
}

// Fails the test where `bytes` is not what the file holds. The bytes themselves are not printed:
// most golden files are binary.
inline void ExpectGolden(std::string_view name, std::string_view bytes) {
  if (const char* update = std::getenv("UPDATE_GOLDEN"); update != nullptr && *update == '1') {
    std::ofstream out(GoldenPath(name), std::ios::binary);
    out << bytes;
    ASSERT_TRUE(out.flush()) << "cannot write " << GoldenPath(name);
    return;
  }
  std::ifstream in(GoldenPath(name), std::ios::binary);
  ASSERT_TRUE(in) << GoldenPath(name) << " is missing; write it with UPDATE_GOLDEN=1";
  const std::string expected{std::istreambuf_iterator<char>(in), {}};
  EXPECT_TRUE(expected == bytes) << name << ": " << bytes.size() << " bytes differ from the "
                                 << expected.size() << " golden ones";
}

}  // namespace portside
