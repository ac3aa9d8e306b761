// SPDX-License-Identifier: Apache-2.0

#include "portside/store/unit_of_work.h"

#include <gtest/gtest.h>

#include "portside/store/resource_repository.h"

namespace portside {
namespace {

class UnitOfWorkTest : public testing::Test {
 protected:
  void Insert(const std::string& arn) {
    Resource resource;
    resource.arn = arn;
    resource.kind = "test::thing";
    resources_.Insert(resource);
  }

  Database database_{":memory:"};
  ResourceRepository resources_{database_};
};

TEST_F(UnitOfWorkTest, IsKeptByItsCommit) {
  {
    UnitOfWork unit(database_);
    Insert("a");
    unit.Commit();
  }
  EXPECT_NE(resources_.Find("a"), nullptr);
}

TEST_F(UnitOfWorkTest, IsForgottenWithoutOneAndSoAreTheCaches) {
  {
    const UnitOfWork unit(database_);
    Insert("a");
    EXPECT_NE(resources_.Find("a"), nullptr);
  }
  EXPECT_EQ(resources_.Find("a"), nullptr);
  try {
    const UnitOfWork unit(database_);
    Insert("b");
    throw std::runtime_error("on the way");
  } catch (const std::runtime_error&) {
    EXPECT_EQ(resources_.Find("b"), nullptr);
  }
  EXPECT_FALSE(database_.InTransaction());
}

TEST_F(UnitOfWorkTest, MayWriteNothing) {
  UnitOfWork unit(database_);
  unit.Commit();
  EXPECT_FALSE(database_.InTransaction());
}

}  // namespace
}  // namespace portside
