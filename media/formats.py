# SPDX-License-Identifier: GPL-3.0-or-later
"""What Baro reads: containers and decoders on the allow-lists. Playlists and scripts, which name other files, are not."""

# more than any camera writes; what declares more is broken, or made to exhaust a computer
MOST_STREAMS, MOST_PIXELS, MOST_SECONDS = 64, 100_000_000, 7 * 86_400

PROTOCOL_LIST = "file,pipe"
FORMAT_LIST = (
    "mov,mp4,m4a,3gp,3g2,matroska,webm,avi,mpegts,mpeg,mxf,asf,flv,dv,ogg,wav,w64,aiff,caf,mp3,aac,flac,amr,ac3"
)
DECODER_LIST = (
    "h264,hevc,av1,libdav1d,vp8,vp9,mpeg4,msmpeg4,msmpeg4v2,mpeg2video,mpeg1video,h263,mjpeg,prores,dnxhd,"
    "dvvideo,vc1,wmv1,wmv2,wmv3,flv,theora,cfhd,ffv1,huffyuv,utvideo,rawvideo,"
    "aac,aac_latm,mp3,mp3float,mp2,mp2float,mp1,mp1float,ac3,eac3,flac,alac,opus,libopus,vorbis,libvorbis,"
    "amrnb,amrwb,libopencore_amrnb,libopencore_amrwb,wmav1,wmav2,wmapro,adpcm_ima_wav,adpcm_ima_qt,adpcm_ms,"
    "pcm_alaw,pcm_mulaw,pcm_u8,pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,"
    "pcm_f32le,pcm_f32be,pcm_f64le,pcm_bluray,pcm_dvd"
)
DECODERS = frozenset(DECODER_LIST.split(","))

_PICTURE_EXTENSIONS = "mp4,mov,m4v,mkv,webm,avi,mts,m2ts,ts,mpg,mpeg,mxf,3gp,3g2,wmv,flv,dv,ogv"
_SOUND_EXTENSIONS = "wav,mp3,m4a,aac,flac,ogg,oga,opus,aif,aiff,caf,amr,wma,w64"
EXTENSIONS = frozenset(f".{name}" for name in f"{_PICTURE_EXTENSIONS},{_SOUND_EXTENSIONS}".split(","))
