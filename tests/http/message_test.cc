// SPDX-License-Identifier: Apache-2.0

#include "portside/http/message.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace portside {
namespace {

using testing::ElementsAre;
using testing::Pair;

TEST(Headers, LookUpIgnoresCaseAndFindsTheFirst) {
  Headers headers;
  headers.Add("X-Amz-Meta-Foo", "1");
  headers.Add("x-amz-meta-foo", "2");
  EXPECT_EQ(headers.Find("X-AMZ-META-FOO"), "1");
  EXPECT_EQ(headers.Get("absent"), "");
  EXPECT_FALSE(headers.Has("absent"));
  EXPECT_EQ(headers.fields()[0].first, "X-Amz-Meta-Foo");
}

TEST(Headers, SetLeavesOneFieldInItsPlace) {
  Headers headers;
  headers.Add("A", "1");
  headers.Add("B", "2");
  headers.Add("a", "3");
  headers.Set("a", "4");
  headers.Set("C", "5");
  EXPECT_THAT(headers.fields(), ElementsAre(Pair("A", "4"), Pair("B", "2"), Pair("C", "5")));
}

TEST(HttpRequest, SplitsItsTarget) {
  HttpRequest request;
  request.target = "/a%2Fb?x=1?2&y";
  EXPECT_EQ(request.RawPath(), "/a%2Fb");
  EXPECT_EQ(request.RawQuery(), "x=1?2&y");
  request.target = "/a";
  EXPECT_EQ(request.RawPath(), "/a");
  EXPECT_EQ(request.RawQuery(), "");
}

TEST(HttpResponse, KnowsItsBodysLength) {
  HttpResponse response;
  EXPECT_EQ(response.BodyLength(), 0U);
  response.body = std::string("four");
  EXPECT_EQ(response.BodyLength(), 4U);
  response.body = FileBody{nullptr, 10, 7};
  EXPECT_EQ(response.BodyLength(), 7U);
}

TEST(SharedFile, ClosesItsDescriptor) {
  const int descriptor = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  ASSERT_GE(descriptor, 0);
  auto file = std::make_shared<SharedFile>(descriptor);
  EXPECT_NE(::fcntl(file->descriptor(), F_GETFD), -1);
  file.reset();
  EXPECT_EQ(::fcntl(descriptor, F_GETFD), -1);
}

}  // namespace
}  // namespace portside
