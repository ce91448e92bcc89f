# Not built where this was written; test/containers.test.ts checks what it names.
#   docker build --tag voxmatch .
#   docker run --rm --volume "$PWD:/data" voxmatch evaluate -r reference.nii.gz -p prediction.nii.gz
FROM node:24-slim AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build && npm pack --ignore-scripts && mkdir /out && tar -xzf voxmatch-*.tgz -C /out

FROM node:24-alpine AS node

# Node alone, without npm: the command needs no other package.
FROM alpine:3.22
RUN apk add --no-cache libstdc++ && adduser -D -u 1000 voxmatch
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=build /out/package /opt/voxmatch
RUN ln -s /opt/voxmatch/dist/src/cli/main.js /usr/local/bin/voxmatch
USER 1000
WORKDIR /data
ENTRYPOINT ["voxmatch"]
