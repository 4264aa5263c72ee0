# The product's own image; `./millirun images` builds it, and its base, without a registry.
ARG BASE=millirun/java:25
FROM ${BASE}
# Libraries change less often than the application.
COPY application/lib /app/lib
COPY runtimes /app/runtimes
COPY application/millirun.jar /app/millirun.jar
ENV MILLIRUN_DATA=/var/lib/millirun
EXPOSE 8080 8081
ENTRYPOINT ["java", "-Xms256m", "-Xmx512m", "-XX:+UseParallelGC", "-XX:+UseCompactObjectHeaders", "-XX:+ExitOnOutOfMemoryError", \
  "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-jar", "/app/millirun.jar"]
