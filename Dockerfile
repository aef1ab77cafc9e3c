# Forkline's services and commands in one image: docker build -t forkline .
#
# Needs a registry of images for the base only, or any Debian 12 or newer under that name. A program that was built outside and is
# newer than its sources is taken as it is, and Maven runs only when there is none.
ARG BASE_IMAGE=debian:bookworm-slim

FROM ${BASE_IMAGE} AS debian
# Debian 12 has no JDK 21 or newer: that comes from the next release, and nothing else does that it does not need.
COPY deploy/docker/apt-install /usr/local/sbin/
RUN apt-install ca-certificates

FROM debian AS program
RUN apt-install openjdk-25-jdk-headless maven python3 git
WORKDIR /src
COPY . .
# The program's own runtime: the JDK without its compiler, tools and debugging symbols.
RUN ./forkline --version \
    && jlink --add-modules java.se,jdk.crypto.ec,jdk.httpserver,jdk.management,jdk.net,jdk.security.auth,jdk.security.jgss,jdk.unsupported,jdk.zipfs \
       --strip-java-debug-attributes --no-header-files --no-man-pages --compress zip-6 --output /opt/java \
    && find /opt/java -name '*.debuginfo' -delete \
    && mkdir /opt/forkline \
    && cp -r cli/target/forkline.jar cli/target/lib environments LICENSE /opt/forkline/ \
    && /opt/java/bin/java -Xlog:disable -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED \
       -Dforkline.root=/opt/forkline -XX:ArchiveClassesAtExit=/opt/forkline/forkline.jsa -jar /opt/forkline/forkline.jar rehearse

FROM debian
# python3 and git are the sandbox's and the targets', tini reaps what a killed sandbox leaves to process 1.
RUN apt-install python3 git tini zlib1g && useradd --uid 1000 --create-home --shell /usr/sbin/nologin forkline \
    && install -d -o forkline -g forkline /var/lib/forkline \
    # Nobody in here becomes somebody else.
    && find / -xdev -type f -perm /6000 -exec chmod a-s {} +
COPY --from=program /opt/java /opt/java
COPY --from=program /opt/forkline /opt/forkline
COPY deploy/docker/forkline deploy/docker/forkline-healthy /usr/local/bin/
ENV FORKLINE_HOME=/var/lib/forkline
VOLUME /var/lib/forkline
WORKDIR /work
USER forkline
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["forkline-healthy"]
ENTRYPOINT ["forkline"]
CMD ["--help"]
