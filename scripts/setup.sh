# What the scripts share: installing what is missing, saying what and why. Sourced, not run.

# Runs a command as root, with sudo where needed.
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# install WHY PACKAGE... : installs the Debian packages that are missing.
install() {
    local why=$1 missing=()
    shift
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' ||
            missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return
    echo "==> Installing ${missing[*]} ($why)"
    as_root apt-get -qq update
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
        "${missing[@]}" >/dev/null
}

need_for_build() {
    command -v cargo >/dev/null || {
        echo "Rust is missing: install it with rustup, then run this again." >&2
        exit 1
    }
    if ! command -v cc >/dev/null || ! command -v make >/dev/null; then
        install "C parts of SQLite, zstd, TLS and the allocator" build-essential
    fi
    command -v npm >/dev/null || install "fonts, icons and style of the pages" nodejs npm
    install "windows of kiosk and antenna app" libgl1 libegl1 libxkbcommon0 libxkbcommon-x11-0 libwayland-client0 \
        libx11-6 libx11-xcb1 libxcursor1 libxi6 libxrandr2
}

# The virtual environment with the MQTT client the broker is probed with.
PROBE="target/probe"

need_for_tests() {
    if ! cargo fmt --version >/dev/null 2>&1 || ! cargo clippy --version >/dev/null 2>&1; then
        echo "==> Adding rustfmt and clippy to the Rust that is there (formatting and lints)"
        rustup component add rustfmt clippy
    fi
    install "central on PostgreSQL" postgresql postgresql-client
    install "the same stories against another broker" mosquitto mosquitto-clients
    install "pages in a real browser" chromium chromium-driver
    install "windows without a display, a hand to press them, pictures of them" \
        xvfb xauth libgl1-mesa-dri xdotool imagemagick
    install "an MQTT client that is not ours" python3-venv
    if [ ! -x "$PROBE/bin/python" ] || ! "$PROBE/bin/python" -c 'import paho.mqtt' 2>/dev/null; then
        echo "==> Installing paho-mqtt (an MQTT client that is not ours)"
        mkdir -p target
        python3 -m venv "$PROBE"
        "$PROBE/bin/pip" --quiet install 'paho-mqtt==2.1.0'
    fi
    COSTELLAZIONE_PAHO_PYTHON="$PWD/$PROBE/bin/python"
    export COSTELLAZIONE_PAHO_PYTHON
    packages tests "the rules pages are examined by"
    postgres
}

# A PostgreSQL of our own under target/, on a socket and a port of its own: nothing of the machine's is touched.
postgres() {
    local bin data="$PWD/target/postgres" port=55432
    bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
    local as=()
    if [ "$(id -u)" = 0 ]; then as=(runuser -u postgres --); fi
    # The server's user must reach its folder.
    if [ "$(id -u)" = 0 ]; then data="/var/tmp/costellazione-test-postgres"; fi
    if [ ! -d "$data" ]; then
        mkdir -p "$data"
        [ "$(id -u)" = 0 ] && chown postgres "$data"
        "${as[@]}" "$bin/initdb" -D "$data" -U postgres --auth=trust >/dev/null
    fi
    if ! "$bin/pg_isready" -q -h 127.0.0.1 -p $port; then
        echo "==> Starting PostgreSQL for the tests"
        "${as[@]}" "$bin/pg_ctl" -D "$data" -l "$data/log" -w \
            -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$data -c fsync=off" start >/dev/null
    fi
    export COSTELLAZIONE_TEST_POSTGRES="postgres://postgres@127.0.0.1:$port/postgres"
}

# packages FOLDER WHY : fetches the pinned packages of a folder when they are missing or old.
packages() {
    local folder=$1 why=$2
    if [ ! -d "$folder/node_modules" ] || [ "$folder/package-lock.json" -nt "$folder/node_modules" ]; then
        echo "==> Fetching $why for $folder"
        npm ci --prefix "$folder" --no-audit --no-fund --silent
        touch "$folder/node_modules"
    fi
}

# Fonts, icons and style: pinned packages, compiled into the programs.
assets() {
    for folder in ui-kit/assets hub-server/web; do
        packages "$folder" "fonts, icons and style"
    done
}
