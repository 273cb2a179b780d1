# One container with everything: the page, the API and the work. docs/docker.md says how to run it.
# Glibc, not musl: the vector store and the picture decoder ship prebuilt programs for it.
ARG NODE_IMAGE=node:22-bookworm-slim

# What npm installs from, by itself, so that a change of the sources installs nothing again.
FROM ${NODE_IMAGE} AS manifests
WORKDIR /imantics
COPY package.json package-lock.json .npmrc ./
COPY packages/api/package.json packages/api/
COPY packages/cli/package.json packages/cli/
COPY packages/core/package.json packages/core/
COPY packages/engine/package.json packages/engine/
COPY packages/learn/package.json packages/learn/
COPY packages/server/package.json packages/server/
COPY packages/web/package.json packages/web/

FROM manifests AS build
RUN npm ci --include=dev
COPY tsconfig*.json ./
COPY packages packages
RUN npm run build && rm -rf packages/*/src packages/*/node_modules

FROM manifests AS production
# The inference library brings its programs for every system; this is Linux.
RUN npm ci --omit=dev && npm cache clean --force \
  && rm -rf node_modules/onnxruntime-node/bin/*/darwin node_modules/onnxruntime-node/bin/*/win32

FROM ${NODE_IMAGE}
WORKDIR /imantics
COPY LICENSE NOTICE ./
COPY --from=production /imantics ./
COPY --from=build /imantics/packages packages
# The library is all that is written; photos are mounted at /photos and only read.
RUN mkdir -p /data /photos && chown node:node /data
ENV NODE_ENV=production IMANTICS_LIBRARY=/data/library IMANTICS_CACHE=/data/cache
USER node
VOLUME /data
EXPOSE 4400
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4400/api/health').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "packages/cli/dist/main.js"]
# 0.0.0.0 is the container's own network. The server starts there only when the library has an API key.
CMD ["open", "/photos", "--host", "0.0.0.0", "--no-browser"]
