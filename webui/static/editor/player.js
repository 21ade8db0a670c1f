// The picture and the sound, moved by keys and by the timeline. Without a working copy a still clock stands in.

export class Player extends EventTarget {
  constructor(media, duration, rate) {
    super();
    Object.assign(this, { media, duration, rate });
    this.still = 0;
    this.stopAt = null;
    if (!media) return;
    for (const type of ["timeupdate", "seeked", "loadedmetadata"]) media.addEventListener(type, () => this.moved());
    for (const type of ["play", "pause"]) media.addEventListener(type, () => this.dispatchEvent(new Event("state")));
    media.addEventListener("play", () => {
      const tick = () => { if (media.paused) return; this.moved(); requestAnimationFrame(tick); };
      tick();
    });
  }

  get now() { return this.media ? Math.floor(this.media.currentTime * 1000) : this.still; }

  get playing() { return Boolean(this.media) && !this.media.paused; }

  moved() {
    if (this.stopAt !== null && this.now >= this.stopAt) {
      const end = this.stopAt;
      this.stopAt = null;
      this.media.pause();
      this.seek(end - 1);
    }
    this.dispatchEvent(new Event("time"));
  }

  seek(ms) {
    this.stopAt = null;
    const to = Math.min(Math.max(0, ms), Math.max(0, this.duration - 1));
    if (this.media) this.media.currentTime = (to + 0.5) / 1000; // inside the millisecond, so that a frame is never missed
    else this.still = Math.round(to);
    this.dispatchEvent(new Event("time"));
  }

  toggle() {
    if (!this.media) return;
    this.stopAt = null;
    if (this.media.paused) { this.media.playbackRate = 1; this.play(); } else this.media.pause();
  }

  faster() {
    if (!this.media) return;
    this.media.playbackRate = this.media.paused ? 1 : Math.min(3, this.media.playbackRate + 0.5);
    this.play();
  }

  step(frames) {
    this.media?.pause();
    this.seek(this.rate.start(Math.max(0, this.rate.at(this.now) + frames)));
  }

  playSpan(start, end) {
    if (!this.media) return;
    this.seek(start);
    this.stopAt = end;
    this.media.playbackRate = 1;
    this.play();
  }

  play() { this.media?.play()?.catch(() => undefined); }
}
